// What `network!` writes for
//
//     struct Regularized<WIDTH => Linear(32, bias = false) => BatchNorm => ReLU => Dropout(0.2) => Linear(1) => Sigmoid>;
//
// where `door` is `monograd::__private`. `UPDATE_EXPECT=1 cargo test -p monograd-macros expansions` made this file.

#[doc(hidden)]
#[allow(non_upper_case_globals, dead_code)]
const __Regularized_width1: door::usize = WIDTH;
const _: () = door::check_width(__Regularized_width1);
/**

| layer | | input | output | parameters | multiply-adds |
|---|---|---:|---:|---:|---:|
| `linear1` | `Linear(32, bias = false)` | WIDTH | 32 | … | … |
| `batch_norm1` | `BatchNorm` | 32 | 32 | 64 | 0 |
| `relu1` | `ReLU` | 32 | 32 | 0 | 0 |
| `dropout1` | `Dropout(0.2)` | 32 | 32 | 0 | 0 |
| `linear2` | `Linear(1)` | 32 | 1 | 33 | 32 |
| `sigmoid1` | `Sigmoid` | 1 | 1 | 0 | 0 |
| total | | WIDTH | 1 | … | … |

The figures are also in its consts, such as `SUMMARY` and `PARAMETERS`.*/
#[repr(C)]
#[derive(::core::marker::Copy)]
struct Regularized {
    ///`Linear(32, bias = false)`: WIDTH → 32
    linear1: door::Linear<{ __Regularized_width1 }, { 32 }, door::f32, door::NoBias>,
    ///`BatchNorm`: 32 → 32
    batch_norm1: door::BatchNorm<
        { 32 },
        1,
        1,
        { door::bits(0.1) },
        { door::bits(1e-5) },
        door::f32,
    >,
    ///`ReLU`: 32 → 32
    relu1: door::ReLU<{ 32 }, door::f32>,
    ///`Dropout(0.2)`: 32 → 32
    dropout1: door::Dropout<{ 32 }, { door::bits(0.2) }, door::f32>,
    ///`Linear(1)`: 32 → 1
    linear2: door::Linear<{ 32 }, { 1 }, door::f32>,
    ///`Sigmoid`: 1 → 1
    sigmoid1: door::Sigmoid<{ 1 }, door::f32>,
}
const _: () = {
    unsafe impl door::Zeroable for Regularized {}
    unsafe impl door::Pod for Regularized {}
    #[allow(dead_code)]
    fn __layers(layers: &Regularized) {
        let Regularized {
            linear1: _,
            batch_norm1: _,
            relu1: _,
            dropout1: _,
            linear2: _,
            sigmoid1: _,
        } = layers;
        door::is_plain::<
            door::Linear<{ __Regularized_width1 }, { 32 }, door::f32, door::NoBias>,
        >(&layers.linear1);
        door::is_plain::<
            door::BatchNorm<
                { 32 },
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            >,
        >(&layers.batch_norm1);
        door::is_plain::<door::ReLU<{ 32 }, door::f32>>(&layers.relu1);
        door::is_plain::<
            door::Dropout<{ 32 }, { door::bits(0.2) }, door::f32>,
        >(&layers.dropout1);
        door::is_plain::<door::Linear<{ 32 }, { 1 }, door::f32>>(&layers.linear2);
        door::is_plain::<door::Sigmoid<{ 1 }, door::f32>>(&layers.sigmoid1);
    }
    const _: () = door::no_padding::<
        door::f32,
        Regularized,
    >(
        &[
            door::Layout::new::<
                door::Linear<{ __Regularized_width1 }, { 32 }, door::f32, door::NoBias>,
            >(),
            door::Layout::new::<
                door::BatchNorm<
                    { 32 },
                    1,
                    1,
                    { door::bits(0.1) },
                    { door::bits(1e-5) },
                    door::f32,
                >,
            >(),
            door::Layout::new::<door::ReLU<{ 32 }, door::f32>>(),
            door::Layout::new::<door::Dropout<{ 32 }, { door::bits(0.2) }, door::f32>>(),
            door::Layout::new::<door::Linear<{ 32 }, { 1 }, door::f32>>(),
            door::Layout::new::<door::Sigmoid<{ 1 }, door::f32>>(),
        ],
    );
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for Regularized {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for Regularized {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for Regularized {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `Regularized` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize> {
        linear1: door::Stage<
            <door::Linear<
                { __Regularized_width1 },
                { 32 },
                door::f32,
                door::NoBias,
            > as door::Layer>::Output,
            <door::Linear<
                { __Regularized_width1 },
                { 32 },
                door::f32,
                door::NoBias,
            > as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        batch_norm1: door::Stage<
            <door::BatchNorm<
                { 32 },
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            > as door::Layer>::Output,
            <door::BatchNorm<
                { 32 },
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            > as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        relu1: door::Stage<
            <door::ReLU<{ 32 }, door::f32> as door::Layer>::Output,
            <door::ReLU<{ 32 }, door::f32> as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        dropout1: door::Stage<
            <door::Dropout<
                { 32 },
                { door::bits(0.2) },
                door::f32,
            > as door::Layer>::Output,
            <door::Dropout<
                { 32 },
                { door::bits(0.2) },
                door::f32,
            > as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        linear2: <door::Linear<
            { 32 },
            { 1 },
            door::f32,
        > as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE> {}
    impl door::Layer for Regularized {
        type Scalar = door::f32;
        type Input = door::SVector<door::f32, __Regularized_width1>;
        type Output = door::SVector<door::f32, 1>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        const PICKS: door::bool = <door::Linear<
            { __Regularized_width1 },
            { 32 },
            door::f32,
            door::NoBias,
        > as door::Layer>::PICKS;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Linear<
                { __Regularized_width1 },
                { 32 },
                door::f32,
                door::NoBias,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::BatchNorm<
                { 32 },
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::ReLU<{ 32 }, door::f32> as door::Layer>::MULTIPLY_ADDS
            + <door::Dropout<
                { 32 },
                { door::bits(0.2) },
                door::f32,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::Linear<{ 32 }, { 1 }, door::f32> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .and(
                <door::BatchNorm<
                    { 32 },
                    1,
                    1,
                    { door::bits(0.1) },
                    { door::bits(1e-5) },
                    door::f32,
                > as door::Layer>::NEEDS,
            )
            .and(
                <door::Dropout<
                    { 32 },
                    { door::bits(0.2) },
                    door::f32,
                > as door::Layer>::NEEDS,
            );
        const SCRATCH: door::usize = door::largest(&[])
            + {
                door::largest(
                    &[
                        door::features(door::Option::Some(door::Shape::Vector(32))),
                        door::features(door::Option::Some(door::Shape::Vector(32))),
                    ],
                )
            }
            + {
                door::largest(
                    &[door::features(door::Option::Some(door::Shape::Vector(32)))],
                )
            };
        const HEAD: door::u8 = door::SIGMOID;
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            <door::Linear<
                { __Regularized_width1 },
                { 32 },
                door::f32,
                door::NoBias,
            > as door::Layer>::initialize(&mut self.linear1, init, rng);
            <door::BatchNorm<
                { 32 },
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            > as door::Layer>::initialize(&mut self.batch_norm1, init, rng);
            <door::Linear<
                { 32 },
                { 1 },
                door::f32,
            > as door::Layer>::initialize(&mut self.linear2, init, rng);
        }
        #[inline]
        fn forward(&self, pass: door::Forward<'_, Self>) {
            door::dispatch_forward(self, pass);
        }
        #[inline(always)]
        fn forward_on<__S: door::Simd>(
            &self,
            simd: __S,
            x: &[Self::Input],
            y: &mut [Self::Output],
        ) {
            door::forward_network(self, simd, x, y);
        }
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {
            let _ = (start, &each);
            <door::Linear<
                { __Regularized_width1 },
                { 32 },
                door::f32,
                door::NoBias,
            > as door::Layer>::learned(
                door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)),
                each,
            );
            <door::BatchNorm<
                { 32 },
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            > as door::Layer>::learned(
                door::place::<Self>(start, ::core::mem::offset_of!(Self, batch_norm1)),
                each,
            );
            <door::Linear<
                { 32 },
                { 1 },
                door::f32,
            > as door::Layer>::learned(
                door::place::<Self>(start, ::core::mem::offset_of!(Self, linear2)),
                each,
            );
        }
        #[inline(always)]
        #[allow(unused_variables)]
        fn forward_within<__S: door::Simd>(
            &self,
            simd: __S,
            x: &[Self::Input],
            y: &mut [Self::Output],
            scratch: &mut [Self::Scalar],
        ) {
            let n = x.len();
            let (even, scratch) = door::split(
                scratch,
                n,
                {
                    door::largest(
                        &[
                            door::features(door::Option::Some(door::Shape::Vector(32))),
                            door::features(door::Option::Some(door::Shape::Vector(32))),
                        ],
                    )
                },
            );
            let (odd, scratch) = door::split(
                scratch,
                n,
                {
                    door::largest(
                        &[door::features(door::Option::Some(door::Shape::Vector(32)))],
                    )
                },
            );
            let y_linear1 = door::room::<
                _,
                <door::Linear<
                    { __Regularized_width1 },
                    { 32 },
                    door::f32,
                    door::NoBias,
                > as door::Layer>::Output,
            >(even, n);
            door::Layer::forward_on(&self.linear1, simd, x, y_linear1);
            let y_batch_norm1 = door::room::<
                _,
                <door::BatchNorm<
                    { 32 },
                    1,
                    1,
                    { door::bits(0.1) },
                    { door::bits(1e-5) },
                    door::f32,
                > as door::Layer>::Output,
            >(odd, n);
            door::Layer::forward_on(
                &self.batch_norm1,
                simd,
                door::samples(&*y_linear1),
                y_batch_norm1,
            );
            let y_relu1 = door::room::<
                _,
                <door::ReLU<{ 32 }, door::f32> as door::Layer>::Output,
            >(even, n);
            door::Layer::forward_on(
                &self.relu1,
                simd,
                door::samples(&*y_batch_norm1),
                y_relu1,
            );
            door::Layer::forward_on(&self.linear2, simd, &*y_relu1, y);
        }
        door::in_one_round!();
        fn forward_round<const __TILE: door::usize>(
            &self,
            x: &[Self::Input],
            y: &mut [Self::Output],
            workspace: &mut __Workspace<__TILE>,
            mut round: door::Round<'_, Self>,
        ) {
            let n = door::count(y);
            if let door::Option::Some(round) = round
                .inside(
                    0usize,
                    door::Needs::NOTHING,
                    <door::Linear<
                        { __Regularized_width1 },
                        { 32 },
                        door::f32,
                        door::NoBias,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear1,
                )
            {
                door::Layer::forward_round::<
                    __TILE,
                >(
                    &self.linear1,
                    x,
                    &mut workspace.linear1.y[..n],
                    &mut workspace.linear1.workspace,
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    1usize,
                    door::Needs::NOTHING,
                    <door::BatchNorm<
                        { 32 },
                        1,
                        1,
                        { door::bits(0.1) },
                        { door::bits(1e-5) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.batch_norm1,
                )
            {
                door::Layer::forward_round::<
                    __TILE,
                >(
                    &self.batch_norm1,
                    door::samples(&workspace.linear1.y[..n]),
                    &mut workspace.batch_norm1.y[..n],
                    &mut workspace.batch_norm1.workspace,
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    2usize,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                { 32 },
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::ReLU<{ 32 }, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.relu1,
                )
            {
                door::Layer::forward_round::<
                    __TILE,
                >(
                    &self.relu1,
                    door::samples(&workspace.batch_norm1.y[..n]),
                    &mut workspace.relu1.y[..n],
                    &mut workspace.relu1.workspace,
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    3usize,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                { 32 },
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::Dropout<
                        { 32 },
                        { door::bits(0.2) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.dropout1,
                )
            {
                door::Layer::forward_round::<
                    __TILE,
                >(
                    &self.dropout1,
                    &workspace.relu1.y[..n],
                    &mut workspace.dropout1.y[..n],
                    &mut workspace.dropout1.workspace,
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    4usize,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                { 32 },
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        )
                        .and(
                            <door::Dropout<
                                { 32 },
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::Linear<{ 32 }, { 1 }, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear2,
                )
            {
                door::Layer::forward_round::<
                    __TILE,
                >(
                    &self.linear2,
                    &workspace.dropout1.y[..n],
                    y,
                    &mut workspace.linear2,
                    round,
                );
            }
        }
        fn backward_round<const __TILE: door::usize>(
            &self,
            door::Pass { x, picks, y, dy, workspace, .. }: door::Pass<'_, Self, __TILE>,
            dx: door::Option<&mut [Self::Input]>,
            mut round: door::Round<'_, Self>,
        ) {
            let n = door::count(y);
            let _ = (n, x, picks, y, dy, &workspace);
            if let door::Option::Some(round) = round
                .inside(
                    4usize,
                    door::Needs::NOTHING,
                    <door::Linear<{ 32 }, { 1 }, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear2,
                )
            {
                door::Layer::backward_round::<
                    __TILE,
                >(
                    &self.linear2,
                    door::Pass::new(
                        &workspace.dropout1.y[..n],
                        y,
                        dy,
                        &mut workspace.linear2,
                    ),
                    door::Option::Some(&mut workspace.dropout1.dy[..n]),
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    3usize,
                    door::Needs::NOTHING,
                    <door::Dropout<
                        { 32 },
                        { door::bits(0.2) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.dropout1,
                )
            {
                door::Layer::backward_round::<
                    __TILE,
                >(
                    &self.dropout1,
                    door::Pass::new(
                        &workspace.relu1.y[..n],
                        &workspace.dropout1.y[..n],
                        &workspace.dropout1.dy[..n],
                        &mut workspace.dropout1.workspace,
                    ),
                    door::Option::Some(&mut workspace.relu1.dy[..n]),
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    2usize,
                    door::Needs::NOTHING
                        .and(
                            <door::Dropout<
                                { 32 },
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::ReLU<{ 32 }, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.relu1,
                )
            {
                door::Layer::backward_round::<
                    __TILE,
                >(
                    &self.relu1,
                    door::Pass::new(
                        door::samples(&workspace.batch_norm1.y[..n]),
                        &workspace.relu1.y[..n],
                        &workspace.relu1.dy[..n],
                        &mut workspace.relu1.workspace,
                    ),
                    door::Option::Some(
                        door::samples_mut(&mut workspace.batch_norm1.dy[..n]),
                    ),
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    1usize,
                    door::Needs::NOTHING
                        .and(
                            <door::Dropout<
                                { 32 },
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::BatchNorm<
                        { 32 },
                        1,
                        1,
                        { door::bits(0.1) },
                        { door::bits(1e-5) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.batch_norm1,
                )
            {
                door::Layer::backward_round::<
                    __TILE,
                >(
                    &self.batch_norm1,
                    door::Pass::new(
                        door::samples(&workspace.linear1.y[..n]),
                        &workspace.batch_norm1.y[..n],
                        &workspace.batch_norm1.dy[..n],
                        &mut workspace.batch_norm1.workspace,
                    ),
                    door::Option::Some(
                        door::samples_mut(&mut workspace.linear1.dy[..n]),
                    ),
                    round,
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    0usize,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                { 32 },
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        )
                        .and(
                            <door::Dropout<
                                { 32 },
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::Linear<
                        { __Regularized_width1 },
                        { 32 },
                        door::f32,
                        door::NoBias,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear1,
                )
            {
                door::Layer::backward_round::<
                    __TILE,
                >(
                    &self.linear1,
                    door::Pass::new(
                            x,
                            &workspace.linear1.y[..n],
                            &workspace.linear1.dy[..n],
                            &mut workspace.linear1.workspace,
                        )
                        .picked(picks),
                    dx,
                    round,
                );
            }
        }
        fn update_buffers<const __TILE: door::usize>(
            &mut self,
            workspace: &__Workspace<__TILE>,
        ) {
            let _ = &workspace;
            door::Layer::update_buffers::<
                __TILE,
            >(&mut self.batch_norm1, &workspace.batch_norm1.workspace);
        }
        #[inline]
        fn gradient<const __TILE: door::usize>(
            &self,
            door::Pass { x, picks, y, dy, workspace, .. }: door::Pass<'_, Self, __TILE>,
            gradient: &mut Self,
        ) {
            let n = door::count(y);
            let _ = (n, x, picks, y, dy, &workspace);
            door::Layer::gradient::<
                __TILE,
            >(
                &self.linear1,
                door::Pass::new(
                        x,
                        &workspace.linear1.y[..n],
                        &workspace.linear1.dy[..n],
                        &mut workspace.linear1.workspace,
                    )
                    .picked(picks),
                &mut gradient.linear1,
            );
            door::Layer::gradient::<
                __TILE,
            >(
                &self.batch_norm1,
                door::Pass::new(
                    door::samples(&workspace.linear1.y[..n]),
                    &workspace.batch_norm1.y[..n],
                    &workspace.batch_norm1.dy[..n],
                    &mut workspace.batch_norm1.workspace,
                ),
                &mut gradient.batch_norm1,
            );
            door::Layer::gradient::<
                __TILE,
            >(
                &self.linear2,
                door::Pass::new(
                    &workspace.dropout1.y[..n],
                    y,
                    dy,
                    &mut workspace.linear2,
                ),
                &mut gradient.linear2,
            );
        }
        #[inline]
        fn measure<const __TILE: door::usize>(
            &self,
            door::Pass { x, picks, y, dy, workspace, .. }: door::Pass<'_, Self, __TILE>,
            scratch: &mut Self,
            magnitude: &mut door::Magnitude<Self::Scalar>,
        ) {
            let n = door::count(y);
            let _ = (n, x, picks, y, dy, &workspace);
            door::Layer::measure::<
                __TILE,
            >(
                &self.linear1,
                door::Pass::new(
                        x,
                        &workspace.linear1.y[..n],
                        &workspace.linear1.dy[..n],
                        &mut workspace.linear1.workspace,
                    )
                    .picked(picks),
                &mut scratch.linear1,
                magnitude,
            );
            door::Layer::measure::<
                __TILE,
            >(
                &self.batch_norm1,
                door::Pass::new(
                    door::samples(&workspace.linear1.y[..n]),
                    &workspace.batch_norm1.y[..n],
                    &workspace.batch_norm1.dy[..n],
                    &mut workspace.batch_norm1.workspace,
                ),
                &mut scratch.batch_norm1,
                magnitude,
            );
            door::Layer::measure::<
                __TILE,
            >(
                &self.linear2,
                door::Pass::new(
                    &workspace.dropout1.y[..n],
                    y,
                    dy,
                    &mut workspace.linear2,
                ),
                &mut scratch.linear2,
                magnitude,
            );
        }
        #[inline]
        fn descend<const __TILE: door::usize>(
            &mut self,
            door::Pass { x, picks, y, dy, workspace, .. }: door::Pass<'_, Self, __TILE>,
            learning_rate: Self::Scalar,
            scratch: &mut Self,
        ) {
            let n = door::count(y);
            let _ = (n, x, picks, y, dy, &workspace);
            door::Layer::descend::<
                __TILE,
            >(
                &mut self.linear1,
                door::Pass::new(
                        x,
                        &workspace.linear1.y[..n],
                        &workspace.linear1.dy[..n],
                        &mut workspace.linear1.workspace,
                    )
                    .picked(picks),
                learning_rate,
                &mut scratch.linear1,
            );
            door::Layer::descend::<
                __TILE,
            >(
                &mut self.batch_norm1,
                door::Pass::new(
                    door::samples(&workspace.linear1.y[..n]),
                    &workspace.batch_norm1.y[..n],
                    &workspace.batch_norm1.dy[..n],
                    &mut workspace.batch_norm1.workspace,
                ),
                learning_rate,
                &mut scratch.batch_norm1,
            );
            door::Layer::descend::<
                __TILE,
            >(
                &mut self.linear2,
                door::Pass::new(
                    &workspace.dropout1.y[..n],
                    y,
                    dy,
                    &mut workspace.linear2,
                ),
                learning_rate,
                &mut scratch.linear2,
            );
        }
    }
    impl door::Network for Regularized {
        type Head = door::Sigmoid<{ 1 }, door::f32>;
        const SUMMARY: door::Summary = door::Summary::new(
            "Regularized",
            const {
                &[
                    door::Row::new(
                            "linear1",
                            "Linear(32, bias = false)",
                            door::Shape::Vector(__Regularized_width1),
                            door::Shape::Vector(32),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Regularized, linear1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::Linear<
                                    { __Regularized_width1 },
                                    { 32 },
                                    door::f32,
                                    door::NoBias,
                                >,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                { __Regularized_width1 },
                                { 32 },
                                door::f32,
                                door::NoBias,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "batch_norm1",
                            "BatchNorm",
                            door::Shape::Vector(32),
                            door::Shape::Vector(32),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Regularized, batch_norm1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::BatchNorm<
                                    { 32 },
                                    1,
                                    1,
                                    { door::bits(0.1) },
                                    { door::bits(1e-5) },
                                    door::f32,
                                >,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .buffers(
                            <door::BatchNorm<
                                { 32 },
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS
                                .buffers,
                        )
                        .multiply_adds(
                            <door::BatchNorm<
                                { 32 },
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "relu1",
                            "ReLU",
                            door::Shape::Vector(32),
                            door::Shape::Vector(32),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Regularized, relu1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::ReLU<{ 32 }, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::ReLU<{ 32 }, door::f32> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "dropout1",
                            "Dropout(0.2)",
                            door::Shape::Vector(32),
                            door::Shape::Vector(32),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Regularized, dropout1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::Dropout<{ 32 }, { door::bits(0.2) }, door::f32>,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .buffers(
                            <door::Dropout<
                                { 32 },
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS
                                .buffers,
                        )
                        .multiply_adds(
                            <door::Dropout<
                                { 32 },
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "linear2",
                            "Linear(1)",
                            door::Shape::Vector(32),
                            door::Shape::Vector(1),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Regularized, linear2))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::Linear<{ 32 }, { 1 }, door::f32>,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                { 32 },
                                { 1 },
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "sigmoid1",
                            "Sigmoid",
                            door::Shape::Vector(1),
                            door::Shape::Vector(1),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Regularized, sigmoid1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Sigmoid<{ 1 }, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Sigmoid<
                                { 1 },
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                ]
            },
        );
        type Room<const __TILE: door::usize> = door::Activations<
            door::f32,
            {
                door::largest(&[])
                    + {
                        door::largest(
                            &[
                                door::features(door::Option::Some(door::Shape::Vector(32))),
                                door::features(door::Option::Some(door::Shape::Vector(32))),
                            ],
                        )
                    }
                    + {
                        door::largest(
                            &[
                                door::features(door::Option::Some(door::Shape::Vector(32))),
                            ],
                        )
                    }
            },
            __TILE,
        >;
    }
    impl Regularized {
        door::with_room! {
            Regularized[#[doc =
            r" The output for one sample. What goes from layer to layer is on the stack, or, above 16 KiB, in a room that the"]
            #[doc = r" first call allocates and the thread keeps."] #[doc = r""] #[doc =
            r" An array becomes a sample by `.into()`, a slice or a `Vec` by `SVector::from_column_slice`, and a vector of the"]
            #[doc = r" other scalar by `.cast()`."] #[must_use] #[inline]
            #[allow(dead_code)] fn predict(& self, x : & door::SVector < door::f32,
            __Regularized_width1 >) -> door::SVector < door::f32, 1 >] { let mut y =
            door::zeroed:: < door::SVector < door::f32, 1 > > ();
            door::Network::predict_batch(self, ::core::slice::from_ref(x),
            ::core::slice::from_mut(& mut y)); y }
        }
        door::with_room! {
            Regularized[#[doc = r" Writes the outputs for a batch of any length."] #[doc
            = r""] #[doc = r" # Panics"] #[doc = r""] #[doc =
            r" When `x` and `y` differ in length."] #[inline] #[allow(dead_code)] fn
            predict_batch(& self, x : & [door::SVector < door::f32, __Regularized_width1
            >], y : & mut [door::SVector < door::f32, 1 >])] {
            door::Network::predict_batch(self, x, y); }
        }
    }
};
