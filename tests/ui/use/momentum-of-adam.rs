use monograd::prelude::*;

fn main() {
    let _ = Adam::new(0.1).momentum(0.9);
}
