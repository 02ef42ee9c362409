use monograd::kernel::{Isa, Op, Simd, SimdScalar};

#[derive(Clone, Copy)]
struct Best<S>(S);

impl<S: Simd> Simd for Best<S> {
    type F32 = S::F32;
    type F64 = S::F64;

    const ISA: Isa = Isa::Avx512;

    fn f32(self) -> S::F32 {
        self.0.f32()
    }

    fn f64(self) -> S::F64 {
        self.0.f64()
    }

    fn call<O: Op>(self, op: O) -> O::Output {
        op.run(self)
    }

    fn mul_add<T: SimdScalar>(a: T, b: T, c: T) -> T {
        S::mul_add(a, b, c)
    }

    fn tanh(self, x: &[f32], y: &mut [f32]) {
        self.0.tanh(x, y);
    }
}

fn main() {}
