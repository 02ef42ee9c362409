// What `network!` writes for
//
//     /// Handwritten digits.
//     pub struct Digits<784 => hidden: Linear(128) => ReLU => Linear(10) => Softmax>;
//
// where `door` is `monograd::__private`. `UPDATE_EXPECT=1 cargo test -p monograd-macros expansions`
         // made this file.

/// Handwritten digits.
/**

| layer | | input | output | parameters | multiply-adds |
|---|---|---:|---:|---:|---:|
| `hidden` | `Linear(128)` | 784 | 128 | 100,480 | 100,352 |
| `relu1` | `ReLU` | 128 | 128 | 0 | 0 |
| `linear1` | `Linear(10)` | 128 | 10 | 1,290 | 1,280 |
| `softmax1` | `Softmax` | 10 | 10 | 0 | 0 |
| total | | 784 | 10 | 101,770 | 101,632 |

The figures are also in its consts, such as `SUMMARY` and `PARAMETERS`.*/
#[repr(C)]
#[derive(::core::marker::Copy)]
pub struct Digits {
    ///`Linear(128)`: 784 → 128
    pub hidden: door::Linear<784, 128, door::f32>,
    ///`ReLU`: 128 → 128
    pub relu1: door::ReLU<128, door::f32>,
    ///`Linear(10)`: 128 → 10
    pub linear1: door::Linear<128, 10, door::f32>,
    ///`Softmax`: 10 → 10
    pub softmax1: door::Softmax<10, door::f32>,
}
const _: () = {
    unsafe impl door::Zeroable for Digits {}
    unsafe impl door::Pod for Digits {}
    #[allow(dead_code)]
    fn __layers(layers: &Digits) {
        let Digits { hidden: _, relu1: _, linear1: _, softmax1: _ } = layers;
        door::is_plain::<door::Linear<784, 128, door::f32>>(&layers.hidden);
        door::is_plain::<door::ReLU<128, door::f32>>(&layers.relu1);
        door::is_plain::<door::Linear<128, 10, door::f32>>(&layers.linear1);
        door::is_plain::<door::Softmax<10, door::f32>>(&layers.softmax1);
    }
    const _: () = door::no_padding::<
        door::f32,
        Digits,
    >(
        &[
            door::Layout::new::<door::Linear<784, 128, door::f32>>(),
            door::Layout::new::<door::ReLU<128, door::f32>>(),
            door::Layout::new::<door::Linear<128, 10, door::f32>>(),
            door::Layout::new::<door::Softmax<10, door::f32>>(),
        ],
    );
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for Digits {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for Digits {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for Digits {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `Digits` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize> {
        hidden: door::Stage<
            <door::Linear<784, 128, door::f32> as door::Layer>::Output,
            <door::Linear<784, 128, door::f32> as door::Layer>::Workspace<__TILE>,
            0,
            __TILE,
        >,
        relu1: door::Stage<
            <door::ReLU<128, door::f32> as door::Layer>::Output,
            <door::ReLU<128, door::f32> as door::Layer>::Workspace<__TILE>,
            __TILE,
            0,
        >,
        linear1: <door::Linear<128, 10, door::f32> as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE> {}
    impl door::Layer for Digits {
        type Scalar = door::f32;
        type Input = door::SVector<door::f32, 784>;
        type Output = door::SVector<door::f32, 10>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Linear<784, 128, door::f32> as door::Layer>::MULTIPLY_ADDS
            + <door::ReLU<128, door::f32> as door::Layer>::MULTIPLY_ADDS
            + <door::Linear<128, 10, door::f32> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .scratch(
                {
                    door::largest(
                        &[door::features(door::Option::Some(door::Shape::Vector(128)))],
                    )
                }
                    + {
                        door::largest(
                            &[
                                door::features(door::Option::Some(door::Shape::Vector(128))),
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
                        &[door::features(door::Option::Some(door::Shape::Vector(128)))],
                    )
                },
            );
            let (odd, scratch) = door::split(
                scratch,
                n,
                {
                    door::largest(
                        &[door::features(door::Option::Some(door::Shape::Vector(128)))],
                    )
                },
            );
            let y_hidden = door::room::<
                _,
                <door::Linear<784, 128, door::f32> as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.hidden,
                door::Forward::new(simd, x, y_hidden, &mut []),
            );
            let y_relu1 = door::room::<
                _,
                <door::ReLU<128, door::f32> as door::Layer>::Output,
            >(odd, n);
            door::Layer::forward(
                &self.relu1,
                door::Forward::new(simd, &*y_hidden, y_relu1, &mut []),
            );
            door::Layer::forward(
                &self.linear1,
                door::Forward::new(simd, &*y_relu1, y, &mut []),
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
            door::fused::LinearReLU(&self.hidden, &self.relu1)
                .forward::<
                    __TILE,
                >(
                    door::Training::new(
                        x,
                        &mut workspace.relu1.y[..n],
                        &mut workspace.hidden.workspace,
                        round.of(0),
                    ),
                );
            door::Layer::forward_training::<
                __TILE,
            >(
                &self.linear1,
                door::Training::new(
                    &workspace.relu1.y[..n],
                    y,
                    &mut workspace.linear1,
                    round.of(2),
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
            door::fused::ReLULinear(&self.relu1, &self.linear1)
                .backward::<
                    __TILE,
                >(
                    door::Backward::new(
                            &workspace.relu1.y[..n],
                            y,
                            dy,
                            &mut workspace.linear1,
                            round.of(2),
                        )
                        .to(&mut workspace.hidden.dy[..n]),
                );
            door::Layer::backward::<
                __TILE,
            >(
                &self.hidden,
                door::Backward::new(
                        x,
                        &workspace.relu1.y[..n],
                        &workspace.hidden.dy[..n],
                        &mut workspace.hidden.workspace,
                        round.of(0),
                    )
                    .maybe_to(dx),
            );
        }
    }
    impl door::Learn for Digits {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            door::initialize(&mut self.hidden, init, rng);
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
                update.inside(|net| &net.hidden, |net| &mut net.hidden),
                door::Backward::new(
                    x,
                    &workspace.relu1.y[..n],
                    &workspace.hidden.dy[..n],
                    &mut workspace.hidden.workspace,
                    round.of(0),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.linear1, |net| &mut net.linear1),
                door::Backward::new(
                    &workspace.relu1.y[..n],
                    y,
                    dy,
                    &mut workspace.linear1,
                    round.of(2),
                ),
            );
        }
        #[allow(unused_variables)]
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {
            door::learned::<
                door::Linear<784, 128, door::f32>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, hidden)), each);
            door::learned::<
                door::Linear<128, 10, door::f32>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)), each);
        }
    }
    impl door::Network for Digits {
        type Head = door::Softmax<10, door::f32>;
        const HEAD: door::u8 = door::SOFTMAX;
        const PICKS: door::bool = <door::Linear<784, 128, door::f32>>::PICKS;
        const SUMMARY: door::Summary = door::Summary::new(
            "Digits",
            const {
                &[
                    door::Row::new(
                            "hidden",
                            "Linear(128)",
                            door::Shape::Vector(784),
                            door::Shape::Vector(128),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Digits, hidden))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<784, 128, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                784,
                                128,
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "relu1",
                            "ReLU",
                            door::Shape::Vector(128),
                            door::Shape::Vector(128),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Digits, relu1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::ReLU<128, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::ReLU<128, door::f32> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "linear1",
                            "Linear(10)",
                            door::Shape::Vector(128),
                            door::Shape::Vector(10),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Digits, linear1))
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<128, 10, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                128,
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
                            (0 + ::core::mem::offset_of!(Digits, softmax1))
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
                                door::features(door::Option::Some(door::Shape::Vector(128))),
                            ],
                        )
                    }
                    + {
                        door::largest(
                            &[
                                door::features(door::Option::Some(door::Shape::Vector(128))),
                            ],
                        )
                    }
            },
            __TILE,
        >;
    }
    impl Digits {
        door::with_room! {
            Digits[#[doc =
            r" The output for one sample. What goes from layer to layer is on the stack, or, above 16"]
            #[doc =
            r" KiB, in a room that the first call allocates and the thread keeps."] #[doc
            = r""] #[doc =
            r" An array becomes a sample by `.into()`, a slice or a `Vec` by"] #[doc =
            r" `SVector::from_column_slice`, and a vector of the other scalar by `.cast()`."]
            #[must_use] #[inline] #[allow(dead_code)] pub fn predict(& self, x : &
            door::SVector < door::f32, 784 >) -> door::SVector < door::f32, 10 >] { let
            mut y = door::zeroed:: < door::SVector < door::f32, 10 > > ();
            door::Network::predict_batch(self, ::core::slice::from_ref(x),
            ::core::slice::from_mut(& mut y)); y }
        }
        door::with_room! {
            Digits[#[doc = r" Writes the outputs for a batch of any length."] #[doc =
            r""] #[doc = r" # Panics"] #[doc = r""] #[doc =
            r" When `x` and `y` differ in length."] #[inline] #[allow(dead_code)] pub fn
            predict_batch(& self, x : & [door::SVector < door::f32, 784 >], y : & mut
            [door::SVector < door::f32, 10 >])] { door::Network::predict_batch(self, x,
            y); }
        }
    }
};
