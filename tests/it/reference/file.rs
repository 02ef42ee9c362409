//! Reading the reference files.

use std::path::Path;

use monograd::Scalar;
use monograd::bytemuck::{cast_slice, pod_collect_to_vec};
use monograd::nalgebra::DMatrix;
use monograd::prelude::*;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

/// A file of tensors.
pub(crate) struct File {
    bytes: Vec<u8>,
}

impl File {
    /// The file of that name that holds scalars of the type `T`.
    pub(crate) fn open<T: Scalar>(name: &str) -> Self {
        let ending = if T::NAME == "f32" { "safetensors" } else { "f64.safetensors" };
        Self::read(name, ending)
    }

    /// A file that is written once, whatever it holds.
    pub(super) fn open_single(name: &str) -> Self {
        Self::read(name, "safetensors")
    }

    fn read(name: &str, ending: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
        let path = folder.join(format!("{name}.{ending}"));
        Self { bytes: std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())) }
    }

    fn view<R>(&self, name: &str, read: impl FnOnce(&TensorView<'_>) -> R) -> R {
        let tensors = SafeTensors::deserialize(&self.bytes).expect("a safetensors file");
        read(&tensors.tensor(name).unwrap_or_else(|error| panic!("`{name}`: {error}")))
    }

    /// Whether there is a tensor of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        SafeTensors::deserialize(&self.bytes).expect("a safetensors file").tensor(name).is_ok()
    }

    /// A tensor's numbers as they lie in the file. Those of a batch lie as in a slice of samples.
    pub(crate) fn scalars<T: Scalar>(&self, name: &str) -> Vec<T> {
        self.view(name, |tensor| {
            let wanted = if T::NAME == "f32" { Dtype::F32 } else { Dtype::F64 };
            assert_eq!(tensor.dtype(), wanted, "`{name}`");
            pod_collect_to_vec(tensor.data())
        })
    }

    /// A batch of samples.
    pub(crate) fn samples<X: Sample>(&self, name: &str) -> Vec<X> {
        let scalars = self.scalars::<X::Scalar>(name);
        let features: usize = self.view(name, |tensor| tensor.shape()[1..].iter().product());
        assert_eq!(features, X::SHAPE.len(), "`{name}`");
        cast_slice(&scalars).to_vec()
    }

    /// A weight, or the kernels of a convolution, column by column as ours lie in memory; `PyTorch`'s lie row
    /// by row.
    pub(crate) fn weight<T: Scalar>(&self, name: &str) -> Vec<T> {
        let shape = self.view(name, |tensor| tensor.shape().to_vec());
        let [.., rows, columns] = shape[..] else { return self.scalars(name) };
        let matrices = self.scalars::<T>(name);
        let matrices = matrices.chunks_exact(rows * columns);
        matrices
            .flat_map(|matrix| DMatrix::from_row_slice(rows, columns, matrix).as_slice().to_vec())
            .collect()
    }

    /// Class labels.
    pub(crate) fn classes<const CLASSES: usize>(&self, name: &str) -> Vec<Class<CLASSES>> {
        let class = |label: u64| Class::new(usize::try_from(label).expect("a small number"));
        self.counts(name).into_iter().map(|label| class(label).expect("a class of the network")).collect()
    }

    /// Whole numbers.
    pub(crate) fn counts(&self, name: &str) -> Vec<u64> {
        let numbers: Vec<i64> = self.view(name, |tensor| {
            assert_eq!(tensor.dtype(), Dtype::I64, "`{name}`");
            pod_collect_to_vec(tensor.data())
        });
        numbers.into_iter().map(|number| number.try_into().expect("not negative")).collect()
    }

    /// Yes-or-no answers, which the files hold as 1 and 0.
    pub(crate) fn answers<T: Scalar, const N: usize>(&self, name: &str) -> Vec<[bool; N]> {
        let answers: Vec<bool> = self.scalars::<T>(name).iter().map(|&answer| answer == T::ONE).collect();
        answers.as_chunks().0.to_vec()
    }
}
