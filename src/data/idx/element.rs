//! The types that the numbers of an IDX file may have.

/// The type of an IDX file's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    U8,
    I8,
    I16,
    I32,
    F32,
    F64,
}

impl Element {
    /// The type with this byte in the header.
    pub(super) fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0x08 => Self::U8,
            0x09 => Self::I8,
            0x0b => Self::I16,
            0x0c => Self::I32,
            0x0d => Self::F32,
            0x0e => Self::F64,
            _ => return None,
        })
    }

    /// The size of a number, in bytes.
    pub(super) const fn size(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::I16 => 2,
            Self::I32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// The number in the first bytes; an `f64` holds each of the types without rounding.
    pub(super) fn value(self, bytes: &[u8]) -> f64 {
        match self {
            Self::U8 => bytes[0].into(),
            Self::I8 => bytes[0].cast_signed().into(),
            Self::I16 => i16::from_be_bytes(first(bytes)).into(),
            Self::I32 => i32::from_be_bytes(first(bytes)).into(),
            Self::F32 => f32::from_be_bytes(first(bytes)).into(),
            Self::F64 => f64::from_be_bytes(first(bytes)),
        }
    }
}

fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    core::array::from_fn(|i| bytes[i])
}
