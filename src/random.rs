//! The generators that random numbers come from.

/// A random number generator: every [`rand::Rng`] of rand 0.10, which is re-exported as
/// [`monograd::rand`](crate::rand).
///
/// The trait has no methods of its own. It is there so that the compiler names the version where a generator
/// is one of another rand.
///
/// ```
/// use monograd::Rng;
/// use monograd::rand::{RngExt, SeedableRng, rngs::StdRng};
///
/// fn coin<R: Rng + ?Sized>(rng: &mut R) -> bool {
///     rng.random()
/// }
/// let toss = |seed| coin(&mut StdRng::seed_from_u64(seed));
/// assert_eq!(toss(0), toss(0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a random number generator of rand 0.10",
    label = "not a generator of rand 0.10",
    note = "write `rand = \"0.10\"` in Cargo.toml, or take generators from `monograd::rand`: those of other versions have other traits"
)]
pub trait Rng: rand::Rng {}

#[diagnostic::do_not_recommend]
impl<R: rand::Rng + ?Sized> Rng for R {}
