//! The first weights: their distributions, and that the initialiser which the caller names is the one that is
//! used.

use monograd::layers::{Conv2d, Linear, NoBias};
use monograd::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};

const ALL: [Init; 6] = [
    Init::PyTorch,
    Init::KaimingUniform,
    Init::KaimingNormal,
    Init::XavierUniform,
    Init::XavierNormal,
    Init::Zeros,
];

/// A layer that keeps which initialiser it was given.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Witness {
    number: SVector<f32, 2>,
}

fn number(init: Init) -> f32 {
    1.0 + ALL.iter().position(|&other| other == init).expect("one of all") as f32
}

impl Layer for Witness {
    type Scalar = f32;
    type Input = SVector<f32, 2>;
    type Output = SVector<f32, 2>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        y.copy_from_slice(x);
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        dx.copy_from_slice(pass.dy);
    }
}

impl Learn for Witness {
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, _rng: &mut R) {
        self.number.fill(number(init));
    }

    fn gradient<const TILE: usize>(&self, _pass: Backward<'_, Self, TILE>, _gradient: &mut Self) {}
}

network! { struct Encoder<2 => Linear(2) => ReLU => Witness => ELU>; }

network! {
    /// A layer with weights before each kind of activation, before none, and in every block.
    struct Everything<
        [1, 6, 6]
        => Conv2d(2, kernel = 3) => BatchNorm => ReLU => MaxPool2d(2)
        => Residual(Conv2d(2, kernel = 1, bias = false) => GELU => Conv2d(2, kernel = 1)) => SiLU
        => Flatten
        => Linear(2) => LayerNorm => Dropout(0.1) => Tanh
        => witness: Witness => ReLU
        => Encoder => ReLU
        => Repeat(2, Linear(2) => LeakyReLU => Witness) => Softplus
        => Concat(Linear(1) => ReLU, Residual(Encoder => Linear(2)), Linear(2, bias = false)) => Sigmoid
        => Linear(3) => Softmax
    >;
}

/// Each layer is drawn by the initialiser that was named, whatever comes after it, and in the order of the
/// layers.
#[test]
fn the_initialiser_that_was_named_is_used_in_every_layer() {
    for init in ALL {
        let mut net = Everything::zeros();
        net.initialize(init, &mut StdRng::seed_from_u64(7));

        let mut by_layers = Everything::zeros();
        let (rng, twin) = (&mut StdRng::seed_from_u64(7), &mut *by_layers);
        twin.conv2d1.initialize(init, rng);
        twin.batch_norm1.initialize(init, rng);
        let chain = &mut twin.residual1.chain;
        chain.conv2d1.initialize(init, rng);
        chain.conv2d2.initialize(init, rng);
        twin.linear1.initialize(init, rng);
        twin.layer_norm1.initialize(init, rng);
        twin.witness.initialize(init, rng);
        twin.encoder1.linear1.initialize(init, rng);
        twin.encoder1.witness1.initialize(init, rng);
        for chain in &mut twin.repeat1.chains {
            chain.linear1.initialize(init, rng);
            chain.witness1.initialize(init, rng);
        }
        twin.concat1.chain1.linear1.initialize(init, rng);
        let chain = &mut twin.concat1.chain2.residual1.chain;
        chain.encoder1.linear1.initialize(init, rng);
        chain.encoder1.witness1.initialize(init, rng);
        chain.linear1.initialize(init, rng);
        twin.concat1.chain3.linear1.initialize(init, rng);
        twin.linear2.initialize(init, rng);

        assert_eq!(*net, *by_layers, "{init:?}");
        let witnesses = [&net.encoder1.witness1, &net.repeat1.chains[1].witness1];
        assert_eq!(witnesses.map(|witness| witness.number[0].to_bits()), [number(init).to_bits(); 2]);
    }
}

/// `Zeros` leaves nothing but what no initialiser concerns: the scales of the norms, and the running
/// variances.
#[test]
fn zeros_are_zeros_before_every_activation() {
    network! {
        struct Net<
            3 => Linear(4) => ReLU => Linear(4) => LeakyReLU => Linear(4) => ELU => Linear(4) => GELU => Linear(4) => SiLU
            => Linear(4) => Sigmoid => Linear(4) => Tanh => Linear(4) => Softplus => Repeat(2, Linear(4) => ReLU)
            => Linear(2) => Softmax
        >;
    }
    let rng = &mut StdRng::seed_from_u64(0);
    let mut net = Net::init(rng);
    net.initialize(Init::Zeros, rng);
    assert_eq!(net.parameters(), [0.0; Net::PARAMETERS]);

    let mut net = Everything::init(rng);
    net.initialize(Init::Zeros, rng);
    net.batch_norm1.weight.fill(0.0);
    net.batch_norm1.running_var.fill(0.0);
    net.layer_norm1.weight.fill(0.0);
    let is_witness = |parameter: &&f32| parameter.to_bits() == number(Init::Zeros).to_bits();
    let witnesses = net.parameters().iter().filter(is_witness).count();
    let others = net.parameters().iter().filter(|&&parameter| parameter != 0.0).count() - witnesses;
    assert_eq!((witnesses, others), (2 * 5, 0));
}

#[test]
fn the_default_is_the_rule_of_pytorch() {
    assert_eq!(Init::default(), Init::PyTorch);
    let mut net = Everything::zeros();
    net.initialize(Init::PyTorch, &mut StdRng::seed_from_u64(3));
    assert_eq!(*Everything::init(&mut StdRng::seed_from_u64(3)), *net);
}

/// Mean, variance and fourth moment of the numbers, the last in units of the variance's square; and the
/// largest magnitude.
fn moments(numbers: &[f64]) -> [f64; 4] {
    let mean_of = |power| numbers.iter().map(|x| x.powi(power)).sum::<f64>() / numbers.len() as f64;
    let variance = mean_of(2);
    [
        mean_of(1),
        variance,
        mean_of(4) / (variance * variance),
        numbers.iter().fold(0.0, |max, x| x.abs().max(max)),
    ]
}

/// Holds numbers against a distribution with this variance. The tolerances are six standard errors.
fn check(numbers: &[f64], variance: f64, is_normal: bool, what: &str) {
    let [mean, measured, kurtosis, largest] = moments(numbers);
    let count = numbers.len() as f64;
    // E x⁴ / (E x²)² of the normal and of the uniform distribution.
    let expected_kurtosis = if is_normal { 3.0 } else { 9.0 / 5.0 };
    assert!(mean.abs() < 6.0 * (variance / count).sqrt(), "{what}: mean {mean}");
    let tolerance = 6.0 * ((expected_kurtosis - 1.0) / count).sqrt();
    assert!(
        (measured / variance - 1.0).abs() < tolerance,
        "{what}: variance {measured} instead of {variance}"
    );
    assert!((kurtosis - expected_kurtosis).abs() < 0.3, "{what}: kurtosis {kurtosis}");
    if !is_normal {
        let bound = (3.0 * variance).sqrt();
        // Rounded to `f32`, a number may lie half a unit in the last place beyond.
        assert!(largest <= bound * (1.0 + f64::from(f32::EPSILON)), "{what}: {largest} exceeds {bound}");
        assert!(largest > 0.999 * bound, "{what}: {largest} is far below {bound}");
    }
}

/// The variance by the formulas in the docs of `Init`, and whether the distribution is normal.
fn documented(init: Init, fan_in: f64, fan_out: f64) -> (f64, bool) {
    match init {
        Init::PyTorch => ((1.0 / fan_in.sqrt()).powi(2) / 3.0, false),
        Init::KaimingUniform => ((6.0 / fan_in).sqrt().powi(2) / 3.0, false),
        Init::KaimingNormal => (2.0 / fan_in, true),
        Init::XavierUniform => ((6.0 / (fan_in + fan_out)).sqrt().powi(2) / 3.0, false),
        Init::XavierNormal => (2.0 / (fan_in + fan_out), true),
        other => panic!("{other:?} has no variance"),
    }
}

const RANDOM: [Init; 5] =
    [Init::PyTorch, Init::KaimingUniform, Init::KaimingNormal, Init::XavierUniform, Init::XavierNormal];

/// The parameters of many layers of one type.
fn draws<L: Learn<Scalar = f32>>(init: Init, times: usize, parameters: impl Fn(&L) -> Vec<f32>) -> Vec<f64> {
    let rng = &mut StdRng::seed_from_u64(11);
    let mut layer = L::zeroed();
    let draw = |_| {
        layer.initialize(init, rng);
        parameters(&layer)
    };
    (0..times).flat_map(draw).map(f64::from).collect()
}

#[test]
fn weights_follow_the_documented_distributions() {
    type Dense = Linear<24, 10>;
    type Image = Conv2d<3, 8, 8, 5, 6, 5, 3, 4>;
    for init in RANDOM {
        let (variance, is_normal) = documented(init, 24.0, 10.0);
        let weights = draws::<Dense>(init, 100, |layer| layer.weight.as_slice().to_vec());
        check(&weights, variance, is_normal, &format!("{init:?}, Linear"));

        let (variance, is_normal) = documented(init, 3.0 * 3.0 * 4.0, 5.0 * 3.0 * 4.0);
        let weights = draws::<Image>(init, 40, |layer| {
            layer.weight.iter().flatten().flat_map(|kernel| kernel.as_slice().to_vec()).collect()
        });
        check(&weights, variance, is_normal, &format!("{init:?}, Conv2d"));
    }
}

#[test]
fn biases_are_zero_except_by_the_rule_of_pytorch() {
    type Dense = Linear<24, 10>;
    type Image = Conv2d<3, 8, 8, 5, 6, 5, 3, 4>;
    for init in ALL {
        let dense = draws::<Dense>(init, 1000, |layer| layer.bias.as_slice().to_vec());
        let image = draws::<Image>(init, 1000, |layer| layer.bias.as_slice().to_vec());
        if init == Init::PyTorch {
            check(&dense, 1.0 / (3.0 * 24.0), false, "the bias of a Linear");
            check(&image, 1.0 / (3.0 * 36.0), false, "the bias of a Conv2d");
        } else {
            assert!(dense.iter().chain(&image).all(|&bias| bias == 0.0), "{init:?}");
        }
    }
}

/// A layer without a bias takes no numbers from the generator for one.
#[test]
fn no_bias_draws_nothing() {
    let draw = |layer: &mut Linear<3, 2, f32, NoBias>| {
        let mut rng = StdRng::seed_from_u64(2);
        layer.initialize(Init::PyTorch, &mut rng);
        rng.next_u64()
    };
    let mut rng = StdRng::seed_from_u64(2);
    let mut weights = [0.0_f32; 6];
    Init::PyTorch.draw(3, 2, &mut weights, &mut rng);
    let mut layer = Linear::zeroed();
    assert_eq!(draw(&mut layer), rng.next_u64());
    assert_eq!(layer.weight.as_slice(), weights);
}

/// Any numbers of inputs and outputs will do, none and all that there are included.
#[test]
fn extreme_fans_draw_finite_numbers() {
    let rng = &mut StdRng::seed_from_u64(5);
    for init in ALL {
        for (fan_in, fan_out) in [(0, 0), (0, usize::MAX), (usize::MAX, usize::MAX), (1, 0)] {
            let mut parameters = [f32::NAN; 8];
            let (weights, biases) = parameters.split_at_mut(4);
            init.draw(fan_in, fan_out, weights, rng);
            init.draw_biases(fan_in, biases, rng);
            assert!(parameters.iter().all(|parameter| parameter.is_finite()), "{init:?} {fan_in} {fan_out}");
        }
    }
}
