//! Samples and targets: checked labels, matching pairs, and strict readers of files.
//!
//! ```
//! use monograd::data::{StandardScaler, make};
//! use rand::{SeedableRng, rngs::StdRng};
//!
//! let mut rng = StdRng::seed_from_u64(1);
//! let data = make::moons::<f32, _>(1000, 0.2, &mut rng);
//! let [mut train, mut test] = data.as_dataset().stratified_split([0.8, 0.2], &mut rng)?;
//!
//! let scaler = StandardScaler::fit(train.samples())?;
//! scaler.transform(train.samples_mut());
//! scaler.transform(test.samples_mut());
//! assert_eq!((train.len(), test.len()), (800, 200));
//! # Ok::<(), monograd::Error>(())
//! ```
//!
//! * A [`Dataset`] borrows samples and their targets, an [`OwnedDataset`] holds them.
//! * [`split`](Dataset::split), [`stratified_split`](Dataset::stratified_split), [`k_fold`](Dataset::k_fold)
//!   and [`stratified_k_fold`](Dataset::stratified_k_fold) divide them; [`Batches`] shuffles them.
//! * [`StandardScaler`] and [`MinMaxScaler`] put every feature on one scale, and back.
//! * [`Class::one_hot`] and [`balanced_class_weights`] turn labels into numbers.
//! * [`mod@csv`] and [`idx`] read files; [`make`] generates data sets to try networks on.
//!
//! Everything random comes from the generator that you pass: the same seed gives the same data.

// In the order of dependency.
mod class;
mod class_weights;
mod dataset;
#[cfg(feature = "alloc")]
mod owned;
#[cfg(feature = "alloc")]
mod batches;
#[cfg(feature = "alloc")]
mod split;
mod scale;
#[cfg(feature = "alloc")]
pub mod make;
#[cfg(feature = "csv")]
pub mod csv;
#[cfg(feature = "std")]
pub mod idx;

#[cfg(feature = "alloc")]
pub use batches::Batches;
pub use class::{Class, NoSuchClass};
pub use class_weights::balanced_class_weights;
pub use dataset::{Dataset, LengthMismatch};
#[cfg(feature = "alloc")]
pub use owned::OwnedDataset;
pub use scale::{MinMaxScaler, SampleError, StandardScaler};
#[cfg(feature = "alloc")]
pub use split::{KFold, SplitError};
