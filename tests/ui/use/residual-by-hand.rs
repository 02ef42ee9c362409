use monograd::prelude::*;

fn main() {
    let block: Residual<Linear<8, 4>> = Zeroable::zeroed();
    let mut y = [SVector::zeros()];
    block.forward(Forward::new(&[SVector::zeros()], &mut y));
}
