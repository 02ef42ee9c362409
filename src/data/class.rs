//! placeholder
use bytemuck::Zeroable;
/// A class label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class<const CLASSES: usize>(u32);
// SAFETY: class 0 exists.
unsafe impl<const CLASSES: usize> Zeroable for Class<CLASSES> {}
impl<const CLASSES: usize> Class<CLASSES> {
    /// new
    #[must_use]
    pub fn new(index: usize) -> Option<Self> {
        (index < CLASSES).then_some(Self(index as u32))
    }
    /// index
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
