//! The peak of one core: what every speed is a share of.

use std::hint::black_box;
use std::time::Instant;

use monograd::kernel::{Isa, Lanes, Op, Simd, SimdScalar, dispatch};

/// The instruction set, and its speed in GFLOP/s on independent chains of multiply-adds.
pub(crate) fn peak() -> (Isa, f64) {
    const LENGTH: usize = 20_000;
    let start = Instant::now();
    let (isa, lanes, sum) = dispatch(Chains { length: LENGTH });
    let seconds = start.elapsed().as_secs_f64();
    black_box(sum);
    (isa, 2e-9 * (lanes * CHAINS * LENGTH) as f64 / seconds)
}

/// Enough of them to hide the latency of an instruction.
const CHAINS: usize = 12;

struct Chains {
    length: usize,
}

impl Op for Chains {
    type Output = (Isa, usize, f32);

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> Self::Output {
        let lanes = f32::lanes(simd);
        let (factor, term) = (lanes.splat(black_box(0.999)), lanes.splat(black_box(0.001)));
        let mut chains = [lanes.zero(); CHAINS];
        for _ in 0..self.length {
            for chain in &mut chains {
                *chain = lanes.mul_add(*chain, factor, term);
            }
        }
        let mut sum = 0.0;
        for chain in chains {
            sum += lanes.sum(chain);
        }
        (S::ISA, lanes_of(lanes), sum)
    }
}

/// The number of lanes of a register.
fn lanes_of<L: Lanes>(_lanes: L) -> usize {
    L::LANES
}
