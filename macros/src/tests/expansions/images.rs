// What `network!` writes for
//
//     struct Images<
//         [1, 28, 28]
//         => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
//         => Flatten => Linear(10) => Softmax
//     >;
//
// where `door` is `monograd::__private`. `UPDATE_EXPECT=1 cargo test -p monograd-macros expansions`
         // made this file.

/**

| layer | | input | output | parameters | multiply-adds |
|---|---|---:|---:|---:|---:|
| `conv2d1` | `Conv2d(6, kernel = 5, padding = 2)` | [1, 28, 28] | [6, 28, 28] | 156 | 117,600 |
| `relu1` | `ReLU` | [6, 28, 28] | [6, 28, 28] | 0 | 0 |
| `max_pool2d1` | `MaxPool2d(2)` | [6, 28, 28] | [6, 14, 14] | 0 | 0 |
| `flatten1` | `Flatten` | [6, 14, 14] | 1176 | 0 | 0 |
| `linear1` | `Linear(10)` | 1176 | 10 | 11,770 | 11,760 |
| `softmax1` | `Softmax` | 10 | 10 | 0 | 0 |
| total | | [1, 28, 28] | 10 | 11,926 | 129,360 |

The figures are also in its consts, such as `SUMMARY` and `PARAMETERS`.*/
#[repr(C)]
#[derive(::core::marker::Copy)]
struct Images {
    ///`Conv2d(6, kernel = 5, padding = 2)`: [1, 28, 28] → [6, 28, 28]
    conv2d1: door::Conv2d<
        { 1 },
        { 28 },
        { 28 },
        { 6 },
        { 28 },
        { 28 },
        { 5 },
        { 5 },
        door::Stride<{ 1 }, { 1 }>,
        door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
        door::f32,
    >,
    ///`ReLU`: [6, 28, 28] → [6, 28, 28]
    relu1: door::ReLU<{ 6 * 28 * 28 }, door::f32>,
    ///`MaxPool2d(2)`: [6, 28, 28] → [6, 14, 14]
    max_pool2d1: door::MaxPool2d<
        { 6 },
        { 28 },
        { 28 },
        { 14 },
        { 14 },
        { 2 },
        { 2 },
        door::Stride<{ 2 }, { 2 }>,
        door::f32,
    >,
    ///`Flatten`: [6, 14, 14] → 1176
    flatten1: door::Flatten<{ 6 }, { 14 }, { 14 }, 1176, door::f32>,
    ///`Linear(10)`: 1176 → 10
    linear1: door::Linear<1176, 10, door::f32>,
    ///`Softmax`: 10 → 10
    softmax1: door::Softmax<10, door::f32>,
}
const _: () = {
    unsafe impl door::Zeroable for Images {}
    unsafe impl door::Pod for Images {}
    #[allow(dead_code)]
    fn __layers(layers: &Images) {
        let Images {
            conv2d1: _,
            relu1: _,
            max_pool2d1: _,
            flatten1: _,
            linear1: _,
            softmax1: _,
        } = layers;
        door::is_plain::<
            door::Conv2d<
                { 1 },
                { 28 },
                { 28 },
                { 6 },
                { 28 },
                { 28 },
                { 5 },
                { 5 },
                door::Stride<{ 1 }, { 1 }>,
                door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                door::f32,
            >,
        >(&layers.conv2d1);
        door::is_plain::<door::ReLU<{ 6 * 28 * 28 }, door::f32>>(&layers.relu1);
        door::is_plain::<
            door::MaxPool2d<
                { 6 },
                { 28 },
                { 28 },
                { 14 },
                { 14 },
                { 2 },
                { 2 },
                door::Stride<{ 2 }, { 2 }>,
                door::f32,
            >,
        >(&layers.max_pool2d1);
        door::is_plain::<
            door::Flatten<{ 6 }, { 14 }, { 14 }, 1176, door::f32>,
        >(&layers.flatten1);
        door::is_plain::<door::Linear<1176, 10, door::f32>>(&layers.linear1);
        door::is_plain::<door::Softmax<10, door::f32>>(&layers.softmax1);
    }
    const _: () = door::no_padding::<
        door::f32,
        Images,
    >(
        &[
            door::Layout::new::<
                door::Conv2d<
                    { 1 },
                    { 28 },
                    { 28 },
                    { 6 },
                    { 28 },
                    { 28 },
                    { 5 },
                    { 5 },
                    door::Stride<{ 1 }, { 1 }>,
                    door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                    door::f32,
                >,
            >(),
            door::Layout::new::<door::ReLU<{ 6 * 28 * 28 }, door::f32>>(),
            door::Layout::new::<
                door::MaxPool2d<
                    { 6 },
                    { 28 },
                    { 28 },
                    { 14 },
                    { 14 },
                    { 2 },
                    { 2 },
                    door::Stride<{ 2 }, { 2 }>,
                    door::f32,
                >,
            >(),
            door::Layout::new::<door::Flatten<{ 6 }, { 14 }, { 14 }, 1176, door::f32>>(),
            door::Layout::new::<door::Linear<1176, 10, door::f32>>(),
            door::Layout::new::<door::Softmax<10, door::f32>>(),
        ],
    );
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for Images {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for Images {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for Images {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `Images` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize> {
        conv2d1: door::Stage<
            <door::Conv2d<
                { 1 },
                { 28 },
                { 28 },
                { 6 },
                { 28 },
                { 28 },
                { 5 },
                { 5 },
                door::Stride<{ 1 }, { 1 }>,
                door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                door::f32,
            > as door::Layer>::Output,
            <door::Conv2d<
                { 1 },
                { 28 },
                { 28 },
                { 6 },
                { 28 },
                { 28 },
                { 5 },
                { 5 },
                door::Stride<{ 1 }, { 1 }>,
                door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                door::f32,
            > as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        relu1: door::Stage<
            <door::ReLU<{ 6 * 28 * 28 }, door::f32> as door::Layer>::Output,
            <door::ReLU<{ 6 * 28 * 28 }, door::f32> as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        max_pool2d1: door::Stage<
            <door::MaxPool2d<
                { 6 },
                { 28 },
                { 28 },
                { 14 },
                { 14 },
                { 2 },
                { 2 },
                door::Stride<{ 2 }, { 2 }>,
                door::f32,
            > as door::Layer>::Output,
            <door::MaxPool2d<
                { 6 },
                { 28 },
                { 28 },
                { 14 },
                { 14 },
                { 2 },
                { 2 },
                door::Stride<{ 2 }, { 2 }>,
                door::f32,
            > as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        linear1: <door::Linear<1176, 10, door::f32> as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE> {}
    impl door::Layer for Images {
        type Scalar = door::f32;
        type Input = door::SVector<door::f32, { 1 * 28 * 28 }>;
        type Output = door::SVector<door::f32, 10>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Conv2d<
                { 1 },
                { 28 },
                { 28 },
                { 6 },
                { 28 },
                { 28 },
                { 5 },
                { 5 },
                door::Stride<{ 1 }, { 1 }>,
                door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                door::f32,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::ReLU<{ 6 * 28 * 28 }, door::f32> as door::Layer>::MULTIPLY_ADDS
            + <door::MaxPool2d<
                { 6 },
                { 28 },
                { 28 },
                { 14 },
                { 14 },
                { 2 },
                { 2 },
                door::Stride<{ 2 }, { 2 }>,
                door::f32,
            > as door::Layer>::MULTIPLY_ADDS
            + <door::Linear<1176, 10, door::f32> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .scratch(
                {
                    door::largest(
                        &[
                            door::features(
                                door::Option::Some(door::Shape::Image {
                                    channels: 6,
                                    height: 28,
                                    width: 28,
                                }),
                            ),
                            door::features(
                                door::Option::Some(door::Shape::Image {
                                    channels: 6,
                                    height: 14,
                                    width: 14,
                                }),
                            ),
                        ],
                    )
                }
                    + {
                        door::largest(
                            &[
                                door::features(
                                    door::Option::Some(door::Shape::Image {
                                        channels: 6,
                                        height: 28,
                                        width: 28,
                                    }),
                                ),
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
                            door::features(
                                door::Option::Some(door::Shape::Image {
                                    channels: 6,
                                    height: 28,
                                    width: 28,
                                }),
                            ),
                            door::features(
                                door::Option::Some(door::Shape::Image {
                                    channels: 6,
                                    height: 14,
                                    width: 14,
                                }),
                            ),
                        ],
                    )
                },
            );
            let (odd, scratch) = door::split(
                scratch,
                n,
                {
                    door::largest(
                        &[
                            door::features(
                                door::Option::Some(door::Shape::Image {
                                    channels: 6,
                                    height: 28,
                                    width: 28,
                                }),
                            ),
                        ],
                    )
                },
            );
            let y_conv2d1 = door::room::<
                _,
                <door::Conv2d<
                    { 1 },
                    { 28 },
                    { 28 },
                    { 6 },
                    { 28 },
                    { 28 },
                    { 5 },
                    { 5 },
                    door::Stride<{ 1 }, { 1 }>,
                    door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                    door::f32,
                > as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.conv2d1,
                door::Forward::new(simd, door::samples(x), y_conv2d1, &mut []),
            );
            let y_relu1 = door::room::<
                _,
                <door::ReLU<{ 6 * 28 * 28 }, door::f32> as door::Layer>::Output,
            >(odd, n);
            door::Layer::forward(
                &self.relu1,
                door::Forward::new(simd, door::samples(&*y_conv2d1), y_relu1, &mut []),
            );
            let y_max_pool2d1 = door::room::<
                _,
                <door::MaxPool2d<
                    { 6 },
                    { 28 },
                    { 28 },
                    { 14 },
                    { 14 },
                    { 2 },
                    { 2 },
                    door::Stride<{ 2 }, { 2 }>,
                    door::f32,
                > as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.max_pool2d1,
                door::Forward::new(
                    simd,
                    door::samples(&*y_relu1),
                    y_max_pool2d1,
                    &mut [],
                ),
            );
            door::Layer::forward(
                &self.linear1,
                door::Forward::new(simd, door::samples(&*y_max_pool2d1), y, &mut []),
            );
        }
        #[inline]
        #[allow(unused_variables, unused_mut)]
        fn forward_training<const __TILE: door::usize>(
            &self,
            pass: door::Training<'_, Self, __TILE>,
        ) {
            let door::Training { x, y, workspace, mut round, .. } = pass;
            let n = door::count(y);
            door::Layer::forward_training::<
                __TILE,
            >(
                &self.conv2d1,
                door::Training::new(
                    door::samples(x),
                    &mut workspace.conv2d1.y[..n],
                    &mut workspace.conv2d1.workspace,
                    round.of(0),
                ),
            );
            door::Layer::forward_training::<
                __TILE,
            >(
                &self.relu1,
                door::Training::new(
                    door::samples(&workspace.conv2d1.y[..n]),
                    &mut workspace.relu1.y[..n],
                    &mut workspace.relu1.workspace,
                    round.of(1),
                ),
            );
            door::Layer::forward_training::<
                __TILE,
            >(
                &self.max_pool2d1,
                door::Training::new(
                    door::samples(&workspace.relu1.y[..n]),
                    &mut workspace.max_pool2d1.y[..n],
                    &mut workspace.max_pool2d1.workspace,
                    round.of(2),
                ),
            );
            door::Layer::forward_training::<
                __TILE,
            >(
                &self.linear1,
                door::Training::new(
                    door::samples(&workspace.max_pool2d1.y[..n]),
                    y,
                    &mut workspace.linear1,
                    round.of(3),
                ),
            );
        }
        #[inline]
        #[allow(unused_variables, unused_mut)]
        fn backward<const __TILE: door::usize>(
            &self,
            pass: door::Backward<'_, Self, __TILE>,
        ) {
            let door::Backward { x, y, dy, dx, workspace, mut round, .. } = pass;
            let n = door::count(y);
            door::Layer::backward::<
                __TILE,
            >(
                &self.linear1,
                door::Backward::new(
                        door::samples(&workspace.max_pool2d1.y[..n]),
                        y,
                        dy,
                        &mut workspace.linear1,
                        round.of(3),
                    )
                    .to(door::samples_mut(&mut workspace.max_pool2d1.dy[..n])),
            );
            door::Layer::backward::<
                __TILE,
            >(
                &self.max_pool2d1,
                door::Backward::new(
                        door::samples(&workspace.relu1.y[..n]),
                        &workspace.max_pool2d1.y[..n],
                        &workspace.max_pool2d1.dy[..n],
                        &mut workspace.max_pool2d1.workspace,
                        round.of(2),
                    )
                    .to(door::samples_mut(&mut workspace.relu1.dy[..n])),
            );
            door::Layer::backward::<
                __TILE,
            >(
                &self.relu1,
                door::Backward::new(
                        door::samples(&workspace.conv2d1.y[..n]),
                        &workspace.relu1.y[..n],
                        &workspace.relu1.dy[..n],
                        &mut workspace.relu1.workspace,
                        round.of(1),
                    )
                    .to(door::samples_mut(&mut workspace.conv2d1.dy[..n])),
            );
            door::Layer::backward::<
                __TILE,
            >(
                &self.conv2d1,
                door::Backward::new(
                        door::samples(x),
                        &workspace.conv2d1.y[..n],
                        &workspace.conv2d1.dy[..n],
                        &mut workspace.conv2d1.workspace,
                        round.of(0),
                    )
                    .maybe_to(
                        match dx {
                            ::core::option::Option::Some(dx) => {
                                ::core::option::Option::Some(door::samples_mut(dx))
                            }
                            ::core::option::Option::None => ::core::option::Option::None,
                        },
                    ),
            );
        }
    }
    impl door::Learn for Images {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            door::initialize(&mut self.conv2d1, init, rng);
            door::initialize(&mut self.linear1, init, rng);
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
                update.inside(|net| &net.conv2d1, |net| &mut net.conv2d1),
                door::Backward::new(
                    door::samples(x),
                    &workspace.conv2d1.y[..n],
                    &workspace.conv2d1.dy[..n],
                    &mut workspace.conv2d1.workspace,
                    round.of(0),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.linear1, |net| &mut net.linear1),
                door::Backward::new(
                    door::samples(&workspace.max_pool2d1.y[..n]),
                    y,
                    dy,
                    &mut workspace.linear1,
                    round.of(3),
                ),
            );
        }
        #[allow(unused_variables)]
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {
            door::learned::<
                door::Conv2d<
                    { 1 },
                    { 28 },
                    { 28 },
                    { 6 },
                    { 28 },
                    { 28 },
                    { 5 },
                    { 5 },
                    door::Stride<{ 1 }, { 1 }>,
                    door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                    door::f32,
                >,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, conv2d1)), each);
            door::learned::<
                door::Linear<1176, 10, door::f32>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)), each);
        }
    }
    impl door::Network for Images {
        type Head = door::Softmax<10, door::f32>;
        const HEAD: door::u8 = door::SOFTMAX;
        const PICKS: door::bool = false;
        const SUMMARY: door::Summary = door::Summary::new(
            "Images",
            const {
                &[
                    door::Row::new(
                            "conv2d1",
                            "Conv2d(6, kernel = 5, padding = 2)",
                            door::Shape::Image {
                                channels: 1,
                                height: 28,
                                width: 28,
                            },
                            door::Shape::Image {
                                channels: 6,
                                height: 28,
                                width: 28,
                            },
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Images, conv2d1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::Conv2d<
                                    { 1 },
                                    { 28 },
                                    { 28 },
                                    { 6 },
                                    { 28 },
                                    { 28 },
                                    { 5 },
                                    { 5 },
                                    door::Stride<{ 1 }, { 1 }>,
                                    door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                                    door::f32,
                                >,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Conv2d<
                                { 1 },
                                { 28 },
                                { 28 },
                                { 6 },
                                { 28 },
                                { 28 },
                                { 5 },
                                { 5 },
                                door::Stride<{ 1 }, { 1 }>,
                                door::Padding<{ 2 }, { 2 }, { 2 }, { 2 }>,
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "relu1",
                            "ReLU",
                            door::Shape::Image {
                                channels: 6,
                                height: 28,
                                width: 28,
                            },
                            door::Shape::Image {
                                channels: 6,
                                height: 28,
                                width: 28,
                            },
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Images, relu1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::ReLU<{ 6 * 28 * 28 }, door::f32>,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::ReLU<
                                { 6 * 28 * 28 },
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "max_pool2d1",
                            "MaxPool2d(2)",
                            door::Shape::Image {
                                channels: 6,
                                height: 28,
                                width: 28,
                            },
                            door::Shape::Image {
                                channels: 6,
                                height: 14,
                                width: 14,
                            },
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Images, max_pool2d1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::MaxPool2d<
                                    { 6 },
                                    { 28 },
                                    { 28 },
                                    { 14 },
                                    { 14 },
                                    { 2 },
                                    { 2 },
                                    door::Stride<{ 2 }, { 2 }>,
                                    door::f32,
                                >,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::MaxPool2d<
                                { 6 },
                                { 28 },
                                { 28 },
                                { 14 },
                                { 14 },
                                { 2 },
                                { 2 },
                                door::Stride<{ 2 }, { 2 }>,
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "flatten1",
                            "Flatten",
                            door::Shape::Image {
                                channels: 6,
                                height: 14,
                                width: 14,
                            },
                            door::Shape::Vector(1176),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Images, flatten1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<
                                door::Flatten<{ 6 }, { 14 }, { 14 }, 1176, door::f32>,
                            >() / ::core::mem::size_of::<door::f32>(),
                        ),
                    door::Row::new(
                            "linear1",
                            "Linear(10)",
                            door::Shape::Vector(1176),
                            door::Shape::Vector(10),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Images, linear1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<1176, 10, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                1176,
                                10,
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "softmax1",
                            "Softmax",
                            door::Shape::Vector(10),
                            door::Shape::Vector(10),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Images, softmax1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Softmax<10, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
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
                                door::features(
                                    door::Option::Some(door::Shape::Image {
                                        channels: 6,
                                        height: 28,
                                        width: 28,
                                    }),
                                ),
                                door::features(
                                    door::Option::Some(door::Shape::Image {
                                        channels: 6,
                                        height: 14,
                                        width: 14,
                                    }),
                                ),
                            ],
                        )
                    }
                    + {
                        door::largest(
                            &[
                                door::features(
                                    door::Option::Some(door::Shape::Image {
                                        channels: 6,
                                        height: 28,
                                        width: 28,
                                    }),
                                ),
                            ],
                        )
                    }
            },
            __TILE,
        >;
    }
    impl Images {
        door::with_room! {
            Images[#[doc =
            r" The output for one sample. What goes from layer to layer is on the stack, or, above 16"]
            #[doc =
            r" KiB, in a room that the first call allocates and the thread keeps."] #[doc
            = r""] #[doc =
            r" An array becomes a sample by `.into()`, a slice or a `Vec` by"] #[doc =
            r" `SVector::from_column_slice`, and a vector of the other scalar by `.cast()`."]
            #[must_use] #[inline] #[allow(dead_code)] fn predict(& self, x : &
            door::SVector < door::f32, { 1 * 28 * 28 } >) -> door::SVector < door::f32,
            10 >] { let mut y = door::zeroed:: < door::SVector < door::f32, 10 > > ();
            door::Network::predict_batch(self, ::core::slice::from_ref(x),
            ::core::slice::from_mut(& mut y)); y }
        }
        door::with_room! {
            Images[#[doc = r" Writes the outputs for a batch of any length."] #[doc =
            r""] #[doc = r" # Panics"] #[doc = r""] #[doc =
            r" When `x` and `y` differ in length."] #[inline] #[allow(dead_code)] fn
            predict_batch(& self, x : & [door::SVector < door::f32, { 1 * 28 * 28 } >], y
            : & mut [door::SVector < door::f32, 10 >])] {
            door::Network::predict_batch(self, x, y); }
        }
    }
};
