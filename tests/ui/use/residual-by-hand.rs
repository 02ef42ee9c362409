use monograd::prelude::*;

fn main() {
    let block: Residual<Linear<8, 4>> = Zeroable::zeroed();
    let mut y = [SVector::zeros()];
    monograd::infer(&block, &[SVector::zeros()], &mut y);
}
