//! The bits of some short training runs, beside those that they must have.
//!
//! `cargo run --release --example bits` trains ten small networks and hashes their parameters and outputs. A
//! build with other optimisations, another number of threads and another processor must give the same hashes
//! on the same instruction set (`MONOGRAD_ISA=avx512`, `avx2` or `portable` chooses one that the machine
//! has); the example ends with an error where they differ. Its test does the same in a debug build, on every
//! instruction set of the machine.
//!
//! ```text
//! Avx512
//! perceptron: parameters 41b3df10456be5be, outputs 5ee13870d2ff7751
//! ```

use std::fmt::Write as _;

use monograd::kernel::{Isa, Op, Simd, dispatch};
use monograd::loss::Loss;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use monograd::{Sample, Scalar};

network! { struct Perceptron<150 => Linear(130) => ReLU => Linear(70) => ReLU => Linear(10) => Softmax>; }
network! { struct Plane<2 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(3) => Softmax>; }
network! { struct Control<f64; 5 => Linear(33) => Tanh => Linear(21) => Sigmoid => Linear(2)>; }
network! { struct Double<f64; 131 => Linear(67) => GELU => Linear(9, bias = false) => SiLU => Linear(1)>; }
network! { struct Smooth<37 => Linear(29) => LayerNorm => GELU => Linear(113) => Softplus => Linear(5)>; }
network! { struct Normal<19 => Linear(40) => BatchNorm => ELU => Dropout(0.2) => Linear(4)>; }
network! {
    struct Images<[1, 28, 28]
        => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
        => Conv2d(16, kernel = 5) => ReLU => MaxPool2d(2)
        => Flatten => Linear(10) => Softmax>;
}
network! {
    struct Channels<[15, 9, 11]
        => Conv2d(17, kernel = 3, padding = "same", bias = false) => Tanh
        => Conv2d(9, kernel = 1) => AvgPool2d(2)
        => Conv2d(5, kernel = (3, 2), stride = 2, padding = 1) => GlobalAvgPool2d => Linear(3)>;
}
network! {
    struct Strides<f64; [3, 20, 17]
        => Conv2d(4, kernel = 5, stride = (2, 1), padding = 2) => LeakyReLU(0.1) => MaxPool2d(3, stride = 2)
        => Flatten => Linear(6)>;
}
network! {
    struct Blocks<24
        => Residual(Linear(24) => SiLU) => Repeat(3, Linear(24) => Tanh)
        => Concat(Linear(7), Identity) => Linear(3)>;
}

/// What was hashed, on each instruction set: parameters and outputs of each network.
type Hashes = [[u64; 2]; NAMES.len()];

const NAMES: [&str; 10] = [
    "perceptron",
    "plane",
    "control",
    "double",
    "smooth",
    "normal",
    "images",
    "channels",
    "strides",
    "blocks",
];

/// What every build must give. Where the order of additions changes on purpose, this example prints the new
/// ones.
const STORED: [(Isa, Hashes); 3] = [
    (
        Isa::Avx512,
        [
            [0x41b3_df10_456b_e5be, 0x5ee1_3870_d2ff_7751],
            [0x340e_125f_b563_175a, 0xbaf0_768e_27f9_0c5b],
            [0x65a0_ccaa_dc96_0d9a, 0x60fa_669d_0c6c_33ac],
            [0xc24c_7e29_aa81_dfbe, 0xcf79_f911_7ba9_0b5d],
            [0xa1bd_063a_d44a_3126, 0x8b44_801d_cc19_54b5],
            [0x5c52_c655_2855_cd3a, 0x9bef_c8b8_331c_dfee],
            [0x1551_c1b1_48c1_c944, 0x2f37_cfdf_dc52_5c8d],
            [0x6a6d_7604_e053_ba55, 0xd7fb_f3f9_9917_4951],
            [0xc0a1_bc53_922c_6ff6, 0xfb77_79bc_7d23_111c],
            [0x54df_97ff_71ae_d4da, 0xc3e2_214a_86ff_be60],
        ],
    ),
    (
        Isa::Avx2,
        [
            [0x41b3_df10_456b_e5be, 0x83c9_ad81_f08c_150f],
            [0x6b8a_8e02_ca4e_305c, 0x1e54_24e3_1ab2_80f3],
            [0x65a0_ccaa_dc96_0d9a, 0xea89_0338_cab1_8ce7],
            [0xc24c_7e29_aa81_dfbe, 0xf445_cc06_a5ac_d883],
            [0xa1bd_063a_d44a_3126, 0x6608_60d3_8e42_fba5],
            [0x5c52_c655_2855_cd3a, 0x29b6_2ede_1f88_7272],
            [0x1551_c1b1_48c1_c944, 0xf38f_c06b_a738_ade8],
            [0x2301_c58f_2963_0593, 0x6d38_3ea6_d966_9f71],
            [0xc0a1_bc53_922c_6ff6, 0x41ba_3535_4d14_dc03],
            [0x6c07_ed87_851b_9466, 0xe998_6061_3902_0783],
        ],
    ),
    (
        Isa::Portable,
        [
            [0xfda7_c989_edcf_715b, 0x17c2_88e0_4f75_99fe],
            [0xef3b_05cb_24bc_bf3b, 0x83a7_23dd_6e0c_1c57],
            [0x504a_26e1_e94d_92c4, 0xb9ba_8a83_1a46_b914],
            [0x2bc1_0a43_48f9_575c, 0xa2e7_7ec0_0194_9394],
            [0x4ed6_140e_a790_3ab6, 0x99ab_8a00_f15b_4863],
            [0x3564_b9c6_2628_8592, 0x62fa_8f31_6d37_8421],
            [0xab09_932f_7e1d_53e7, 0xe895_c191_b3c4_92e8],
            [0x9df5_7488_6048_7166, 0x1079_ae1a_68ca_8291],
            [0x6262_d6a8_0db2_61b1, 0x9a80_c27c_a0e1_d6d4],
            [0xe27a_8483_1184_7392, 0x426b_834a_6813_2fd4],
        ],
    ),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (isa, hashes) = (isa(), hashes()?);
    println!("{isa:?}");
    for (name, [parameters, outputs]) in NAMES.iter().zip(hashes) {
        println!("{name}: parameters {parameters:016x}, outputs {outputs:016x}");
    }
    Ok(check(isa, &hashes)?)
}

/// Compares with the stored ones.
fn check(isa: Isa, hashes: &Hashes) -> Result<(), String> {
    let Some((_, stored)) = STORED.iter().find(|stored| stored.0 == isa && is_stored(isa)) else {
        return Ok(());
    };
    let mut message = String::new();
    for (name, (hashes, stored)) in NAMES.iter().zip(hashes.iter().zip(stored)) {
        if hashes != stored {
            let _ = write!(message, " {name}");
        }
    }
    if message.is_empty() {
        return Ok(());
    }
    let table =
        hashes.map(|[parameters, outputs]| format!("[{parameters:#018x}, {outputs:#018x}]")).join(", ");
    Err(format!("other bits on {isa:?}:{message}; here they are (Isa::{isa:?}, [{table}])"))
}

/// The portable path rounds once or twice, as the target declares; what is stored was rounded twice.
fn is_stored(isa: Isa) -> bool {
    isa != Isa::Portable || !cfg!(any(target_feature = "fma", target_arch = "aarch64"))
}

fn hashes() -> Result<Hashes, monograd::Error> {
    Ok([
        train::<Perceptron, _, _>(CrossEntropy, Sgd::new(0.1), 4, |i| Class::of(i % 10))?,
        train::<Plane, _, _>(CrossEntropy, Sgd::new(0.1), 100, |i| Class::of(i % 3))?,
        train::<Control, _, _>(MeanSquaredError, Adam::new(0.01), 40, target)?,
        train::<Double, _, _>(MeanSquaredError, Sgd::new(0.05).momentum(0.9).nesterov(), 6, target)?,
        train::<Smooth, _, _>(Huber { delta: 1.0 }, AdamW::new(0.01), 12, target)?,
        train::<Normal, _, _>(MeanSquaredError, RmsProp::new(0.01), 40, target)?,
        train::<Images, _, _>(CrossEntropy, Sgd::new(0.1), 1, |i| Class::of(i % 10))?,
        train::<Channels, _, _>(MeanSquaredError, Sgd::new(0.1), 1, target)?,
        train::<Strides, _, _>(MeanSquaredError, Adam::new(0.01).clip_norm(0.5), 2, target)?,
        train::<Blocks, _, _>(MeanSquaredError, Sgd::new(0.1), 40, target)?,
    ])
}

/// Trains on batches of many lengths, and hashes the parameters and the outputs for a batch and for a sample
/// alone.
fn train<N, L, O>(
    loss: L,
    optimizer: O,
    steps: usize,
    target: impl Fn(usize) -> L::Target,
) -> Result<[u64; 2], monograd::Error>
where
    N: Network,
    L: Loss<N::Head>,
    O: Optimizer<N::Scalar>,
{
    let mut net = N::zeros();
    // Small and positive, because there is a variance among them.
    for (i, parameter) in net.parameters_mut().iter_mut().enumerate() {
        *parameter = number::<N::Scalar>(i) * N::Scalar::from_f64(0.25) + N::Scalar::from_f64(0.0625);
        if N::NEEDS.buffers > 0 && parameter.to_f64() < 0.0 {
            *parameter = -*parameter;
        }
    }
    let x: Vec<N::Input> = (0..70).map(|i| filled(1_000_000 + 4096 * i)).collect();
    let t: Vec<L::Target> = (0..70).map(target).collect();
    let mut trainer = Trainer::new(&*net, loss, optimizer);
    for step in 0..steps {
        let samples = [32, 70, 7, 64][step % 4];
        trainer.step(&mut net, &x[..samples], &t[..samples])?;
    }
    let parameters = hash(net.parameters());
    let mut outputs: Vec<N::Output> = (0..38).map(|_| filled(0)).collect();
    net.predict_batch(&x[..37], &mut outputs[..37]);
    outputs[37] = net.predict(&x[5]);
    Ok([parameters, hash(monograd::bytemuck::cast_slice::<_, N::Scalar>(&outputs))])
}

fn target<Y: Sample>(i: usize) -> Y {
    filled(77 + i * 512)
}

/// A sample of small numbers.
fn filled<X: Sample>(start: usize) -> X {
    let mut sample = X::zeroed();
    let numbers: &mut [X::Scalar] = monograd::bytemuck::cast_slice_mut(core::slice::from_mut(&mut sample));
    for (i, to) in numbers.iter_mut().enumerate() {
        *to = number(start + i);
    }
    sample
}

/// A number in −½..½ that every target works out exactly.
fn number<T: Scalar>(i: usize) -> T {
    let mixed = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    T::from_f64(((mixed ^ (mixed >> 29)) % 4096) as f64 / 4096.0 - 0.5)
}

/// FNV-1a over the bits.
fn hash<T: Scalar>(numbers: &[T]) -> u64 {
    monograd::bytemuck::cast_slice::<T, u8>(numbers)
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

/// The instruction set that everything runs on.
fn isa() -> Isa {
    struct Which;
    impl Op for Which {
        type Output = Isa;
        fn run<S: Simd>(self, _simd: S) -> Isa {
            S::ISA
        }
    }
    dispatch(Which)
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::process::Command;

    #[test]
    fn this_instruction_set_gives_the_stored_bits() {
        check(isa(), &hashes().unwrap()).unwrap();
    }

    /// One process each, because the choice is made once.
    #[test]
    fn every_instruction_set_gives_the_stored_bits() {
        for isa in monograd::kernel::available() {
            let mut test = Command::new(std::env::current_exe().unwrap());
            test.args(["--exact", "tests::this_instruction_set_gives_the_stored_bits"]);
            let output = test.env("MONOGRAD_ISA", format!("{isa:?}").to_lowercase()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && said.contains("1 passed"), "{isa:?}: {said}");
        }
    }
}
