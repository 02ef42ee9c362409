//! Pools: `MaxPool2d`, `AvgPool2d` and `GlobalAvgPool2d`, which make an image smaller, channel by channel.

use core::fmt;
use core::marker::PhantomData;

use bytemuck::{Pod, Zeroable};
use nalgebra::{Const, SVector};

use crate::kernel::{Op, Simd, dispatch};
use crate::layer::{Backward, Forward, Layer, Nothing};
use crate::scalar::Scalar;
use crate::shape::Image;
use crate::window::{Stride, Window};

/// What a pool makes of one window, and how the gradient goes back.
trait Pool {
    /// The number that represents a window.
    fn forward<T: Scalar, const H: usize, const W: usize>(x: &[[T; W]; H], window: Place) -> T;

    /// Adds the window's share of `dx`.
    fn backward<T: Scalar, const H: usize, const W: usize>(
        x: &[[T; W]; H],
        window: Place,
        dy: T,
        dx: &mut [[T; W]; H],
    );
}

/// The place of a window: its first row and column, and its rows and columns.
#[derive(Clone, Copy)]
struct Place {
    corner: [usize; 2],
    size: [usize; 2],
}

/// Declares one pool: its type, and the layer.
macro_rules! pool {
    ($(#[$doc:meta])* $name:ident, $pool:ident) => {
        $(#[$doc])*
        #[repr(C)]
        #[derive(Clone, Copy, PartialEq)]
        pub struct $name<
            const C: usize,
            const H: usize,
            const W: usize,
            const OUT_H: usize,
            const OUT_W: usize,
            const KH: usize,
            const KW: usize,
            S = Stride<KH, KW>,
            T: Scalar = f32,
        >(PhantomData<(S, T)>);

        // SAFETY: it has no size, so it holds neither padding nor a bit that could be invalid.
        unsafe impl<const C: usize, const H: usize, const W: usize, const OUT_H: usize, const OUT_W: usize, const KH: usize, const KW: usize, S: Copy + 'static, T: Scalar> Pod for $name<C, H, W, OUT_H, OUT_W, KH, KW, S, T> {}
        // SAFETY: it has no size.
        unsafe impl<const C: usize, const H: usize, const W: usize, const OUT_H: usize, const OUT_W: usize, const KH: usize, const KW: usize, S, T: Scalar> Zeroable for $name<C, H, W, OUT_H, OUT_W, KH, KW, S, T> {}

        impl<const C: usize, const H: usize, const W: usize, const OUT_H: usize, const OUT_W: usize, const KH: usize, const KW: usize, S, T: Scalar> fmt::Debug for $name<C, H, W, OUT_H, OUT_W, KH, KW, S, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl<const C: usize, const H: usize, const W: usize, const OUT_H: usize, const OUT_W: usize, const KH: usize, const KW: usize, const DOWN: usize, const ACROSS: usize, T: Scalar> Layer
            for $name<C, H, W, OUT_H, OUT_W, KH, KW, Stride<DOWN, ACROSS>, T>
        where
            Const<H>: Window<KH, DOWN, 0, 0, OUT_H>,
            Const<W>: Window<KW, ACROSS, 0, 0, OUT_W>,
        {
            type Scalar = T;
            type Input = Image<C, H, W, T>;
            type Output = Image<C, OUT_H, OUT_W, T>;
            type Workspace<const TILE: usize> = ();
            type Learns = Nothing;

            #[inline(always)]
            fn forward<Z: Simd>(&self, pass: Forward<'_, Self, Z>) {
                for (x, y) in pass.x.iter().zip(pass.y) {
                    for (x, y) in x.0.iter().zip(&mut y.0) {
                        for (i, row) in y.iter_mut().enumerate() {
                            for (j, y) in row.iter_mut().enumerate() {
                                let corner = [i * DOWN, j * ACROSS];
                                *y = $pool::forward(x, Place { corner, size: [KH, KW] });
                            }
                        }
                    }
                }
            }

            fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
                let Backward { x, dy, dx: Some(dx), .. } = pass else { return };
                let stride = [DOWN, ACROSS];
                dispatch(InputGradient::<$pool, C, H, W, OUT_H, OUT_W, KH, KW, T> {
                    pool: PhantomData,
                    stride,
                    x,
                    dy,
                    dx,
                });
            }
        }
    };
}

/// The way back through a pool.
struct InputGradient<
    'a,
    F,
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    T,
> {
    pool: PhantomData<F>,
    stride: [usize; 2],
    x: &'a [Image<C, H, W, T>],
    dy: &'a [Image<C, OUT_H, OUT_W, T>],
    dx: &'a mut [Image<C, H, W, T>],
}

impl<
    F: Pool,
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    T: Scalar,
> Op for InputGradient<'_, F, C, H, W, OUT_H, OUT_W, KH, KW, T>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let [down, across] = self.stride;
        for ((x, dy), dx) in self.x.iter().zip(self.dy).zip(self.dx) {
            for ((x, dy), dx) in x.0.iter().zip(&dy.0).zip(&mut dx.0) {
                dx.as_flattened_mut().fill(T::ZERO);
                for (i, row) in dy.iter().enumerate() {
                    for (j, &dy) in row.iter().enumerate() {
                        let corner = [i * down, j * across];
                        F::backward(x, Place { corner, size: [KH, KW] }, dy, dx);
                    }
                }
            }
        }
    }
}

pool! {
    /// The largest number of each window of `KH × KW`, as `torch.nn.MaxPool2d` has it. The gradient goes to
    /// the first of equal ones. A NaN is larger than any number.
    ///
    /// The windows are side by side unless a stride says otherwise; rows and columns at the end that fill no
    /// window are left out. The sizes are checked as those of [`Conv2d`](crate::layers::Conv2d) are.
    ///
    /// # Shapes
    ///
    /// `x`: `C × H × W`; `y`: `C × OUT_H × OUT_W`, with `OUT_H = ⌊(H − KH) / DOWN⌋ + 1` and so across.
    ///
    /// ```
    /// use monograd::{Image, bytemuck::Zeroable, infer, layers::MaxPool2d};
    ///
    /// let pool = MaxPool2d::<1, 2, 5, 1, 2, 2, 2>::zeroed();
    /// let mut y = [Image::zeroed()];
    /// infer(&pool, &[Image([[[1.0, 2.0, 0.0, 0.0, 9.0], [4.0, 3.0, 0.0, 5.0, 9.0]]])], &mut y);
    /// assert_eq!(y[0], Image([[[4.0, 5.0]]]));
    /// ```
    MaxPool2d, Max
}

pool! {
    /// The mean of each window of `KH × KW`, as `torch.nn.AvgPool2d` has it without padding.
    ///
    /// Windows and sizes are those of [`MaxPool2d`].
    ///
    /// # Shapes
    ///
    /// `x`: `C × H × W`; `y`: `C × OUT_H × OUT_W`, with `OUT_H = ⌊(H − KH) / DOWN⌋ + 1` and so across.
    ///
    /// ```
    /// use monograd::{Image, bytemuck::Zeroable, infer, layers::AvgPool2d};
    ///
    /// let pool = AvgPool2d::<1, 2, 2, 1, 1, 2, 2>::zeroed();
    /// let mut y = [Image::zeroed()];
    /// infer(&pool, &[Image([[[1.0, 2.0], [3.0, 6.0]]])], &mut y);
    /// assert_eq!(y[0], Image([[[3.0]]]));
    /// ```
    AvgPool2d, Mean
}

/// The largest number of a window.
struct Max;

impl Max {
    /// The place of the largest number, the first of equal ones. The last NaN, if there is one.
    #[inline(always)]
    fn place<T: Scalar, const H: usize, const W: usize>(x: &[[T; W]; H], window: Place) -> [usize; 2] {
        let [[top, left], [height, width]] = [window.corner, window.size];
        let mut best = window.corner;
        for i in top..top + height {
            for j in left..left + width {
                let (value, largest) = (x[i][j], x[best[0]][best[1]]);
                if value > largest || value.partial_cmp(&value).is_none() {
                    best = [i, j];
                }
            }
        }
        best
    }
}

impl Pool for Max {
    #[inline(always)]
    fn forward<T: Scalar, const H: usize, const W: usize>(x: &[[T; W]; H], window: Place) -> T {
        let [i, j] = Self::place(x, window);
        x[i][j]
    }

    #[inline(always)]
    fn backward<T: Scalar, const H: usize, const W: usize>(
        x: &[[T; W]; H],
        window: Place,
        dy: T,
        dx: &mut [[T; W]; H],
    ) {
        let [i, j] = Self::place(x, window);
        dx[i][j] += dy;
    }
}

/// The mean of a window.
struct Mean;

impl Pool for Mean {
    #[inline(always)]
    fn forward<T: Scalar, const H: usize, const W: usize>(x: &[[T; W]; H], window: Place) -> T {
        let [[top, left], [height, width]] = [window.corner, window.size];
        let mut sum = T::ZERO;
        for row in &x[top..top + height] {
            for &x in &row[left..left + width] {
                sum += x;
            }
        }
        sum * T::from_f64(1.0 / (height * width) as f64)
    }

    #[inline(always)]
    fn backward<T: Scalar, const H: usize, const W: usize>(
        _x: &[[T; W]; H],
        window: Place,
        dy: T,
        dx: &mut [[T; W]; H],
    ) {
        let [[top, left], [height, width]] = [window.corner, window.size];
        let share = dy * T::from_f64(1.0 / (height * width) as f64);
        for row in &mut dx[top..top + height] {
            for dx in &mut row[left..left + width] {
                *dx += share;
            }
        }
    }
}

/// The mean of each channel: an image in, a vector of features out, as `torch.nn.AdaptiveAvgPool2d(1)` and a
/// `Flatten` have it.
///
/// # Shapes
///
/// `x`: `C × H × W`; `y`: `C`.
///
/// ```
/// use monograd::{Image, bytemuck::Zeroable, infer, layers::GlobalAvgPool2d, nalgebra::SVector};
///
/// let pool = GlobalAvgPool2d::<2, 1, 2>::zeroed();
/// let mut y = [SVector::zeros()];
/// infer(&pool, &[Image([[[1.0, 2.0]], [[3.0, 5.0]]])], &mut y);
/// assert_eq!(y[0].as_slice(), [1.5, 4.0]);
/// ```
#[repr(C)]
#[derive(Clone, Copy, PartialEq)]
pub struct GlobalAvgPool2d<const C: usize, const H: usize, const W: usize, T: Scalar = f32>(PhantomData<T>);

// SAFETY: it has no size, so it holds neither padding nor a bit that could be invalid.
unsafe impl<const C: usize, const H: usize, const W: usize, T: Scalar> Pod for GlobalAvgPool2d<C, H, W, T> {}
// SAFETY: it has no size.
unsafe impl<const C: usize, const H: usize, const W: usize, T: Scalar> Zeroable
    for GlobalAvgPool2d<C, H, W, T>
{
}

impl<const C: usize, const H: usize, const W: usize, T: Scalar> fmt::Debug for GlobalAvgPool2d<C, H, W, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GlobalAvgPool2d")
    }
}

impl<const C: usize, const H: usize, const W: usize, T: Scalar> Layer for GlobalAvgPool2d<C, H, W, T> {
    type Scalar = T;
    type Input = Image<C, H, W, T>;
    type Output = SVector<T, C>;
    type Workspace<const TILE: usize> = ();
    type Learns = Nothing;

    #[inline(always)]
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let share = T::from_f64(1.0 / (H * W) as f64);
        for (x, y) in pass.x.iter().zip(pass.y) {
            for (x, y) in x.0.iter().zip(y.iter_mut()) {
                *y = x.as_flattened().iter().copied().sum::<T>() * share;
            }
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        let share = T::from_f64(1.0 / (H * W) as f64);
        for (dy, dx) in pass.dy.iter().zip(dx) {
            for (&dy, dx) in dy.iter().zip(&mut dx.0) {
                dx.as_flattened_mut().fill(dy * share);
            }
        }
    }
}
