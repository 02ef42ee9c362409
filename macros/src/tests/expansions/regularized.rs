// What `network!` writes for
//
//     struct Regularized<WIDTH => Linear(32, bias = false) => BatchNorm => ReLU => Dropout(0.2) => Linear(1) => Sigmoid>;
//
// where `door` is `monograd::__private`. `UPDATE_EXPECT=1 cargo test -p monograd-macros expansions`
         // made this file.

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
    linear1: door::Linear<{ __Regularized_width1 }, 32, door::f32, door::NoBias>,
    ///`BatchNorm`: 32 → 32
    batch_norm1: door::BatchNorm<
        32,
        1,
        1,
        { door::bits(0.1) },
        { door::bits(1e-5) },
        door::f32,
    >,
    ///`ReLU`: 32 → 32
    relu1: door::ReLU<32, door::f32>,
    ///`Dropout(0.2)`: 32 → 32
    dropout1: door::Dropout<32, { door::bits(0.2) }, door::f32>,
    ///`Linear(1)`: 32 → 1
    linear2: door::Linear<32, 1, door::f32>,
    ///`Sigmoid`: 1 → 1
    sigmoid1: door::Sigmoid<1, door::f32>,
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
            door::Linear<{ __Regularized_width1 }, 32, door::f32, door::NoBias>,
        >(&layers.linear1);
        door::is_plain::<
            door::BatchNorm<
                32,
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            >,
        >(&layers.batch_norm1);
        door::is_plain::<door::ReLU<32, door::f32>>(&layers.relu1);
        door::is_plain::<
            door::Dropout<32, { door::bits(0.2) }, door::f32>,
        >(&layers.dropout1);
        door::is_plain::<door::Linear<32, 1, door::f32>>(&layers.linear2);
        door::is_plain::<door::Sigmoid<1, door::f32>>(&layers.sigmoid1);
    }
    const _: () = door::no_padding::<
        door::f32,
        Regularized,
    >(
        &[
            door::Layout::new::<
                door::Linear<{ __Regularized_width1 }, 32, door::f32, door::NoBias>,
            >(),
            door::Layout::new::<
                door::BatchNorm<
                    32,
                    1,
                    1,
                    { door::bits(0.1) },
                    { door::bits(1e-5) },
                    door::f32,
                >,
            >(),
            door::Layout::new::<door::ReLU<32, door::f32>>(),
            door::Layout::new::<door::Dropout<32, { door::bits(0.2) }, door::f32>>(),
            door::Layout::new::<door::Linear<32, 1, door::f32>>(),
            door::Layout::new::<door::Sigmoid<1, door::f32>>(),
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
                32,
                door::f32,
                door::NoBias,
            > as door::Layer>::Output,
            <door::Linear<
                { __Regularized_width1 },
                32,
                door::f32,
                door::NoBias,
            > as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        batch_norm1: door::Stage<
            <door::BatchNorm<
                32,
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            > as door::Layer>::Output,
            <door::BatchNorm<
                32,
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
            <door::ReLU<32, door::f32> as door::Layer>::Output,
            <door::ReLU<32, door::f32> as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        dropout1: door::Stage<
            <door::Dropout<32, { door::bits(0.2) }, door::f32> as door::Layer>::Output,
            <door::Dropout<
                32,
                { door::bits(0.2) },
                door::f32,
            > as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        linear2: <door::Linear<32, 1, door::f32> as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE> {}
    impl door::Layer for Regularized {
        type Scalar = door::f32;
        type Input = door::SVector<door::f32, __Regularized_width1>;
        type Output = door::SVector<door::f32, 1>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Linear<
                { __Regularized_width1 },
                32,
                door::f32,
                door::NoBias,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::BatchNorm<
                32,
                1,
                1,
                { door::bits(0.1) },
                { door::bits(1e-5) },
                door::f32,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::ReLU<32, door::f32> as door::Layer>::MULTIPLY_ADDS
            + <door::Dropout<
                32,
                { door::bits(0.2) },
                door::f32,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::Linear<32, 1, door::f32> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .and(
                <door::BatchNorm<
                    32,
                    1,
                    1,
                    { door::bits(0.1) },
                    { door::bits(1e-5) },
                    door::f32,
                > as door::Layer>::NEEDS,
            )
            .and(
                <door::Dropout<32, { door::bits(0.2) }, door::f32> as door::Layer>::NEEDS,
            )
            .scratch(
                {
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
                    },
            );
        #[inline(always)]
        #[allow(unused_variables)]
        fn forward<__S: door::Simd>(&self, pass: door::Forward<'_, Self, __S>) {
            let door::Forward { simd, x, y, scratch, .. } = pass;
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
                    32,
                    door::f32,
                    door::NoBias,
                > as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.linear1,
                door::Forward::new(simd, x, y_linear1, &mut []),
            );
            let y_batch_norm1 = door::room::<
                _,
                <door::BatchNorm<
                    32,
                    1,
                    1,
                    { door::bits(0.1) },
                    { door::bits(1e-5) },
                    door::f32,
                > as door::Layer>::Output,
            >(odd, n);
            door::Layer::forward(
                &self.batch_norm1,
                door::Forward::new(
                    simd,
                    door::samples(&*y_linear1),
                    y_batch_norm1,
                    &mut [],
                ),
            );
            let y_relu1 = door::room::<
                _,
                <door::ReLU<32, door::f32> as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.relu1,
                door::Forward::new(
                    simd,
                    door::samples(&*y_batch_norm1),
                    y_relu1,
                    &mut [],
                ),
            );
            door::Layer::forward(
                &self.linear2,
                door::Forward::new(simd, &*y_relu1, y, &mut []),
            );
        }
        #[allow(unused_variables, unused_mut)]
        fn forward_training<const __TILE: door::usize>(
            &self,
            pass: door::Training<'_, Self, __TILE>,
        ) {
            let door::Training { x, y, workspace, mut round, .. } = pass;
            let n = door::count(y);
            if let door::Option::Some(round) = round
                .inside(
                    0,
                    door::Needs::NOTHING,
                    <door::Linear<
                        { __Regularized_width1 },
                        32,
                        door::f32,
                        door::NoBias,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear1,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.linear1,
                    door::Training::new(
                        x,
                        &mut workspace.linear1.y[..n],
                        &mut workspace.linear1.workspace,
                        round,
                    ),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    1,
                    door::Needs::NOTHING,
                    <door::BatchNorm<
                        32,
                        1,
                        1,
                        { door::bits(0.1) },
                        { door::bits(1e-5) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.batch_norm1,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.batch_norm1,
                    door::Training::new(
                        door::samples(&workspace.linear1.y[..n]),
                        &mut workspace.batch_norm1.y[..n],
                        &mut workspace.batch_norm1.workspace,
                        round,
                    ),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    2,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                32,
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::ReLU<32, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.relu1,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.relu1,
                    door::Training::new(
                        door::samples(&workspace.batch_norm1.y[..n]),
                        &mut workspace.relu1.y[..n],
                        &mut workspace.relu1.workspace,
                        round,
                    ),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    3,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                32,
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::Dropout<
                        32,
                        { door::bits(0.2) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.dropout1,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.dropout1,
                    door::Training::new(
                        &workspace.relu1.y[..n],
                        &mut workspace.dropout1.y[..n],
                        &mut workspace.dropout1.workspace,
                        round,
                    ),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    4,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                32,
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        )
                        .and(
                            <door::Dropout<
                                32,
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::Linear<32, 1, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear2,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.linear2,
                    door::Training::new(
                        &workspace.dropout1.y[..n],
                        y,
                        &mut workspace.linear2,
                        round,
                    ),
                );
            }
        }
        #[allow(unused_variables, unused_mut)]
        fn backward<const __TILE: door::usize>(
            &self,
            pass: door::Backward<'_, Self, __TILE>,
        ) {
            let door::Backward { x, y, dy, dx, workspace, mut round, .. } = pass;
            let n = door::count(y);
            if let door::Option::Some(round) = round
                .inside(
                    4,
                    door::Needs::NOTHING,
                    <door::Linear<32, 1, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear2,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.linear2,
                    door::Backward::new(
                            &workspace.dropout1.y[..n],
                            y,
                            dy,
                            &mut workspace.linear2,
                            round,
                        )
                        .to(&mut workspace.dropout1.dy[..n]),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    3,
                    door::Needs::NOTHING,
                    <door::Dropout<
                        32,
                        { door::bits(0.2) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.dropout1,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.dropout1,
                    door::Backward::new(
                            &workspace.relu1.y[..n],
                            &workspace.dropout1.y[..n],
                            &workspace.dropout1.dy[..n],
                            &mut workspace.dropout1.workspace,
                            round,
                        )
                        .to(&mut workspace.relu1.dy[..n]),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    2,
                    door::Needs::NOTHING
                        .and(
                            <door::Dropout<
                                32,
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::ReLU<32, door::f32> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.relu1,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.relu1,
                    door::Backward::new(
                            door::samples(&workspace.batch_norm1.y[..n]),
                            &workspace.relu1.y[..n],
                            &workspace.relu1.dy[..n],
                            &mut workspace.relu1.workspace,
                            round,
                        )
                        .to(door::samples_mut(&mut workspace.batch_norm1.dy[..n])),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    1,
                    door::Needs::NOTHING
                        .and(
                            <door::Dropout<
                                32,
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::BatchNorm<
                        32,
                        1,
                        1,
                        { door::bits(0.1) },
                        { door::bits(1e-5) },
                        door::f32,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.batch_norm1,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.batch_norm1,
                    door::Backward::new(
                            door::samples(&workspace.linear1.y[..n]),
                            &workspace.batch_norm1.y[..n],
                            &workspace.batch_norm1.dy[..n],
                            &mut workspace.batch_norm1.workspace,
                            round,
                        )
                        .to(door::samples_mut(&mut workspace.linear1.dy[..n])),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    0,
                    door::Needs::NOTHING
                        .and(
                            <door::BatchNorm<
                                32,
                                1,
                                1,
                                { door::bits(0.1) },
                                { door::bits(1e-5) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        )
                        .and(
                            <door::Dropout<
                                32,
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS,
                        ),
                    <door::Linear<
                        { __Regularized_width1 },
                        32,
                        door::f32,
                        door::NoBias,
                    > as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.linear1,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.linear1,
                    door::Backward::new(
                            x,
                            &workspace.linear1.y[..n],
                            &workspace.linear1.dy[..n],
                            &mut workspace.linear1.workspace,
                            round,
                        )
                        .maybe_to(dx),
                );
            }
        }
    }
    impl door::Learn for Regularized {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            door::initialize(&mut self.linear1, init, rng);
            door::initialize(&mut self.batch_norm1, init, rng);
            door::initialize(&mut self.linear2, init, rng);
        }
        #[inline]
        fn gradient<const __TILE: door::usize>(
            &self,
            pass: door::Backward<'_, Self, __TILE>,
            gradient: &mut Self,
        ) {
            <Self as door::Learn>::update(
                door::Update::Add {
                    layer: self,
                    gradient,
                },
                pass,
            );
        }
        #[allow(unused_variables)]
        fn update_buffers<const __TILE: door::usize>(
            &mut self,
            workspace: &__Workspace<__TILE>,
        ) {
            door::update_buffers::<
                _,
                __TILE,
            >(&mut self.batch_norm1, &workspace.batch_norm1.workspace);
        }
        #[inline]
        #[allow(unused_variables, unused_mut)]
        fn update<const __TILE: door::usize>(
            mut update: door::Update<'_, Self>,
            pass: door::Backward<'_, Self, __TILE>,
        ) {
            let door::Backward { x, y, dy, workspace, round, .. } = pass;
            let n = door::count(y);
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.linear1, |net| &mut net.linear1),
                door::Backward::new(
                    x,
                    &workspace.linear1.y[..n],
                    &workspace.linear1.dy[..n],
                    &mut workspace.linear1.workspace,
                    round.of(0),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.batch_norm1, |net| &mut net.batch_norm1),
                door::Backward::new(
                    door::samples(&workspace.linear1.y[..n]),
                    &workspace.batch_norm1.y[..n],
                    &workspace.batch_norm1.dy[..n],
                    &mut workspace.batch_norm1.workspace,
                    round.of(1),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.linear2, |net| &mut net.linear2),
                door::Backward::new(
                    &workspace.dropout1.y[..n],
                    y,
                    dy,
                    &mut workspace.linear2,
                    round.of(4),
                ),
            );
        }
        #[allow(unused_variables)]
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {
            door::learned::<
                door::Linear<{ __Regularized_width1 }, 32, door::f32, door::NoBias>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)), each);
            door::learned::<
                door::BatchNorm<
                    32,
                    1,
                    1,
                    { door::bits(0.1) },
                    { door::bits(1e-5) },
                    door::f32,
                >,
            >(
                door::place::<Self>(start, ::core::mem::offset_of!(Self, batch_norm1)),
                each,
            );
            door::learned::<
                door::Linear<32, 1, door::f32>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear2)), each);
        }
    }
    impl door::Network for Regularized {
        type Head = door::Sigmoid<1, door::f32>;
        const HEAD: door::u8 = door::SIGMOID;
        const PICKS: door::bool = <door::Linear<
            { __Regularized_width1 },
            32,
            door::f32,
            door::NoBias,
        >>::PICKS;
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
                                    32,
                                    door::f32,
                                    door::NoBias,
                                >,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                { __Regularized_width1 },
                                32,
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
                                    32,
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
                                32,
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
                                32,
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
                            ::core::mem::size_of::<door::ReLU<32, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::ReLU<32, door::f32> as door::Layer>::MULTIPLY_ADDS,
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
                                door::Dropout<32, { door::bits(0.2) }, door::f32>,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .buffers(
                            <door::Dropout<
                                32,
                                { door::bits(0.2) },
                                door::f32,
                            > as door::Layer>::NEEDS
                                .buffers,
                        )
                        .multiply_adds(
                            <door::Dropout<
                                32,
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
                            ::core::mem::size_of::<door::Linear<32, 1, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                32,
                                1,
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
                            ::core::mem::size_of::<door::Sigmoid<1, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Sigmoid<1, door::f32> as door::Layer>::MULTIPLY_ADDS,
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
            r" The output for one sample. What goes from layer to layer is on the stack, or, above 16"]
            #[doc =
            r" KiB, in a room that the first call allocates and the thread keeps."] #[doc
            = r""] #[doc =
            r" An array becomes a sample by `.into()`, a slice or a `Vec` by"] #[doc =
            r" `SVector::from_column_slice`, and a vector of the other scalar by `.cast()`."]
            #[must_use] #[inline] #[allow(dead_code)] fn predict(& self, x : &
            door::SVector < door::f32, __Regularized_width1 >) -> door::SVector <
            door::f32, 1 >] { let mut y = door::zeroed:: < door::SVector < door::f32, 1 >
            > (); door::Network::predict_batch(self, ::core::slice::from_ref(x),
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
