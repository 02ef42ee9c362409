//! The oracle of the convolutions: seven loops, sums in `f64`.

use std::vec::Vec;

use proptest::prelude::*;

use super::naive::{Real, noise};
use super::{
    Geometry, Isa, Op, Pixel, Simd, available, convolution_bias_gradient, convolution_input_gradient,
    convolution_weight_gradient, convolve, dispatch_on,
};

/// What is computed, and what the oracle expects: numbers and the sums of their terms' absolute values.
struct Case<T> {
    geometry: Geometry,
    out: usize,
    weight: Vec<T>,
    bias: Vec<T>,
    x: Vec<T>,
    dy: Vec<T>,
}

#[derive(PartialEq)]
struct Outcome<T> {
    y: Vec<T>,
    d_weight: Vec<T>,
    d_bias: Vec<T>,
    dx: Vec<T>,
}

impl<T: Real + Pixel> Op for &Case<T> {
    type Output = Outcome<T>;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> Outcome<T> {
        let Case { geometry, weight, bias, x, dy, .. } = self;
        let scale = T::from_f64(0.5);
        let mut outcome = Outcome {
            y: std::vec![T::NAN; dy.len()],
            d_weight: weight.clone(),
            d_bias: bias.clone(),
            dx: std::vec![T::NAN; x.len()],
        };
        convolve(simd, geometry, weight, Some(bias), x, &mut outcome.y);
        convolution_weight_gradient(simd, geometry, scale, x, dy, &mut outcome.d_weight);
        convolution_bias_gradient(geometry.positions(), scale, dy, &mut outcome.d_bias);
        convolution_input_gradient(simd, geometry, weight, dy, &mut outcome.dx);
        outcome
    }
}

/// A sum and the sum of its terms' absolute values, which bounds the error.
#[derive(Clone, Copy, Default)]
struct Sum(f64, f64, usize);

impl Sum {
    fn add(&mut self, a: f64, b: f64) {
        self.0 += a * b;
        self.1 += (a * b).abs();
        self.2 += 1;
    }
}

impl<T: Real + Pixel> Case<T> {
    fn new(geometry: Geometry, out: usize, batch: usize, seed: u64) -> Self {
        Self {
            geometry,
            out,
            weight: noise(geometry.taps() * out, seed),
            bias: noise(out, seed + 1),
            x: noise(geometry.pixels() * batch, seed + 2),
            dy: noise(geometry.positions() * out * batch, seed + 3),
        }
    }

    fn batch(&self) -> usize {
        self.x.len() / self.geometry.pixels()
    }

    /// The seven loops: `visit(y, weight, x)` with the indices of every product.
    fn visit(&self, mut visit: impl FnMut(usize, usize, usize)) {
        let Geometry { channels, input, output, kernel, stride, padding } = self.geometry;
        for n in 0..self.batch() {
            for o in 0..self.out {
                for (i, j) in (0..output[0]).flat_map(|i| (0..output[1]).map(move |j| (i, j))) {
                    for c in 0..channels {
                        for (k, l) in (0..kernel[0]).flat_map(|k| (0..kernel[1]).map(move |l| (k, l))) {
                            let (y, x) = (i * stride[0] + k, j * stride[1] + l);
                            let (Some(y), Some(x)) = (y.checked_sub(padding[0]), x.checked_sub(padding[1]))
                            else {
                                continue;
                            };
                            if y < input[0] && x < input[1] {
                                visit(
                                    ((n * self.out + o) * output[0] + i) * output[1] + j,
                                    ((o * channels + c) * kernel[1] + l) * kernel[0] + k,
                                    ((n * channels + c) * input[0] + y) * input[1] + x,
                                );
                            }
                        }
                    }
                }
            }
        }
    }

    fn check(&self, isa: Isa) {
        let got = dispatch_on(isa, self);
        let f = |value: T| -> f64 { value.into() };
        let positions = self.geometry.positions();
        let mut y = std::vec![Sum::default(); self.dy.len()];
        let mut d_weight = std::vec![Sum::default(); self.weight.len()];
        let mut d_bias = std::vec![Sum::default(); self.bias.len()];
        let mut dx = std::vec![Sum::default(); self.x.len()];
        self.visit(|i, w, j| {
            y[i].add(f(self.weight[w]), f(self.x[j]));
            d_weight[w].add(0.5 * f(self.dy[i]), f(self.x[j]));
            dx[j].add(f(self.weight[w]), f(self.dy[i]));
        });
        for (i, &dy) in self.dy.iter().enumerate() {
            y[i].add(1.0, f(self.bias[i / positions % self.out]));
            d_bias[i / positions % self.out].add(0.5, f(dy));
        }
        for (sum, &old) in d_weight.iter_mut().zip(&self.weight) {
            sum.add(1.0, f(old));
        }
        for (sum, &old) in d_bias.iter_mut().zip(&self.bias) {
            sum.add(1.0, f(old));
        }
        self.close(isa, "y", &got.y, &y);
        self.close(isa, "d_weight", &got.d_weight, &d_weight);
        self.close(isa, "d_bias", &got.d_bias, &d_bias);
        self.close(isa, "dx", &got.dx, &dx);
    }

    fn close(&self, isa: Isa, what: &str, got: &[T], want: &[Sum]) {
        for (i, (&got, &Sum(want, size, terms))) in got.iter().zip(want).enumerate() {
            let got: f64 = got.into();
            let bound = T::EPSILON * (terms as f64 + 4.0) * size;
            assert!(
                (want - got).abs() <= bound,
                "{isa:?} {what}[{i}] of {:?}, {} out: want {want}, got {got}",
                self.geometry,
                self.out
            );
        }
    }
}

/// Sizes along one side: input, output, kernel, stride, padding before.
fn side() -> impl Strategy<Value = [usize; 5]> {
    (1_usize..12, 1_usize..7, 1_usize..5, 0_usize..4, 0_usize..4)
        .prop_filter("the kernel fits in", |&(input, kernel, _, before, after)| {
            kernel <= input + before + after && before < kernel && after < kernel
        })
        .prop_map(|(input, kernel, stride, before, after)| {
            [input, (input + before + after - kernel) / stride + 1, kernel, stride, before]
        })
}

fn geometry(channels: usize, [y, x]: [[usize; 5]; 2]) -> Geometry {
    let [input, output, kernel, stride, padding] = [0, 1, 2, 3, 4].map(|i| [y[i], x[i]]);
    Geometry { channels, input, output, kernel, stride, padding }
}

fn check_all(geometry: Geometry, out: usize, batch: usize, seed: u64) {
    for isa in available() {
        Case::<f32>::new(geometry, out, batch, seed).check(isa);
        Case::<f64>::new(geometry, out, batch, seed).check(isa);
    }
    check_bits::<f32>(geometry, out, batch, seed);
    check_bits::<f64>(geometry, out, batch, seed);
}

/// AVX-512 and AVX2 give the same bits.
fn check_bits<T: Real + Pixel>(geometry: Geometry, out: usize, batch: usize, seed: u64) {
    if available().any(|isa| isa == Isa::Avx512) {
        let case = Case::<T>::new(geometry, out, batch, seed);
        let same = dispatch_on(Isa::Avx512, &case) == dispatch_on(Isa::Avx2, &case);
        assert!(same, "AVX-512 and AVX2 give other bits: {geometry:?}, {out} out");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn convolutions_match_the_oracle(
        channels in 1_usize..5, y in side(), x in side(), out in 1_usize..20, batch in 0_usize..4, seed in any::<u32>(),
    ) {
        check_all(geometry(channels, [y, x]), out, batch, u64::from(seed));
    }
}

/// Many channels and many positions: the patches take several blocks both ways.
#[test]
fn large_convolutions_match_the_oracle() {
    let same = |side| [side, side, 3, 1, 1];
    check_all(geometry(40, [same(13), same(11)]), 17, 2, 1);
    check_all(geometry(3, [same(40), [33, 11, 3, 3, 0]]), 5, 1, 2);
    check_all(geometry(1, [[28, 28, 5, 1, 2], [28, 28, 5, 1, 2]]), 6, 2, 3);
    // A block of few taps has many positions, over which the gradient of the weight is summed.
    check_all(geometry(1, [[30, 28, 3, 1, 0], [31, 29, 3, 1, 0]]), 3, 2, 4);
    check_all(geometry(2, [[40, 40, 1, 1, 0], [40, 40, 1, 1, 0]]), 3, 1, 5);
}
