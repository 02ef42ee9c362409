// What `network!` writes for
//
//     /// Handwritten digits.
//     pub struct Digits<784 => hidden: Linear(128) => ReLU => Linear(10) => Softmax>;
//
// where `door` is `monograd::__private`. `UPDATE_EXPECT=1 cargo test -p monograd-macros expansions` made this file.

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
    pub hidden: door::Linear<{ 784 }, { 128 }, door::f32>,
    ///`ReLU`: 128 → 128
    pub relu1: door::ReLU<{ 128 }, door::f32>,
    ///`Linear(10)`: 128 → 10
    pub linear1: door::Linear<{ 128 }, { 10 }, door::f32>,
    ///`Softmax`: 10 → 10
    pub softmax1: door::Softmax<{ 10 }, door::f32>,
}
const _: () = {
    unsafe impl door::Zeroable for Digits {}
    unsafe impl door::Pod for Digits {}
    #[allow(dead_code)]
    fn __layers(layers: &Digits) {
        let Digits { hidden: _, relu1: _, linear1: _, softmax1: _ } = layers;
        door::is_plain::<door::Linear<{ 784 }, { 128 }, door::f32>>(&layers.hidden);
        door::is_plain::<door::ReLU<{ 128 }, door::f32>>(&layers.relu1);
        door::is_plain::<door::Linear<{ 128 }, { 10 }, door::f32>>(&layers.linear1);
        door::is_plain::<door::Softmax<{ 10 }, door::f32>>(&layers.softmax1);
    }
    const _: () = door::no_padding::<
        door::f32,
        Digits,
    >(
        &[
            door::Layout::new::<door::Linear<{ 784 }, { 128 }, door::f32>>(),
            door::Layout::new::<door::ReLU<{ 128 }, door::f32>>(),
            door::Layout::new::<door::Linear<{ 128 }, { 10 }, door::f32>>(),
            door::Layout::new::<door::Softmax<{ 10 }, door::f32>>(),
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
            <door::Linear<{ 784 }, { 128 }, door::f32> as door::Layer>::Output,
            <door::Linear<
                { 784 },
                { 128 },
                door::f32,
            > as door::Layer>::Workspace<__TILE>,
            0,
            __TILE,
        >,
        relu1: door::Stage<
            <door::ReLU<{ 128 }, door::f32> as door::Layer>::Output,
            <door::ReLU<{ 128 }, door::f32> as door::Layer>::Workspace<__TILE>,
            __TILE,
            0,
        >,
        linear1: <door::Linear<
            { 128 },
            { 10 },
            door::f32,
        > as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE> {}
    #[inline]
    #[allow(unused_variables)]
    fn __inside<const __TILE: door::usize>(
        network: &Digits,
        y: &[door::SVector<door::f32, 10>],
        dy: &[door::SVector<door::f32, 10>],
        workspace: &mut __Workspace<__TILE>,
    ) {
        let n = door::count(y);
        door::fused::backward_relu_linear(
            &network.relu1,
            &network.linear1,
            &workspace.relu1.y[..n],
            dy,
            &mut workspace.hidden.dy[..n],
        );
    }
    impl door::Layer for Digits {
        type Scalar = door::f32;
        type Input = door::SVector<door::f32, 784>;
        type Output = door::SVector<door::f32, 10>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        const PICKS: door::bool = <door::Linear<
            { 784 },
            { 128 },
            door::f32,
        > as door::Layer>::PICKS;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Linear<{ 784 }, { 128 }, door::f32> as door::Layer>::MULTIPLY_ADDS
            + <door::ReLU<{ 128 }, door::f32> as door::Layer>::MULTIPLY_ADDS
            + <door::Linear<{ 128 }, { 10 }, door::f32> as door::Layer>::MULTIPLY_ADDS;
        const SCRATCH: door::usize = door::largest(&[])
            + {
                door::largest(
                    &[door::features(door::Option::Some(door::Shape::Vector(128)))],
                )
            }
            + {
                door::largest(
                    &[door::features(door::Option::Some(door::Shape::Vector(128)))],
                )
            };
        const HEAD: door::u8 = door::SOFTMAX;
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            <door::Linear<
                { 784 },
                { 128 },
                door::f32,
            > as door::Layer>::initialize(&mut self.hidden, init, rng);
            <door::Linear<
                { 128 },
                { 10 },
                door::f32,
            > as door::Layer>::initialize(&mut self.linear1, init, rng);
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
                { 784 },
                { 128 },
                door::f32,
            > as door::Layer>::learned(
                door::place::<Self>(start, ::core::mem::offset_of!(Self, hidden)),
                each,
            );
            <door::Linear<
                { 128 },
                { 10 },
                door::f32,
            > as door::Layer>::learned(
                door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)),
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
                <door::Linear<{ 784 }, { 128 }, door::f32> as door::Layer>::Output,
            >(even, n);
            door::Layer::forward_on(&self.hidden, simd, x, y_hidden);
            let y_relu1 = door::room::<
                _,
                <door::ReLU<{ 128 }, door::f32> as door::Layer>::Output,
            >(odd, n);
            door::Layer::forward_on(&self.relu1, simd, &*y_hidden, y_relu1);
            door::Layer::forward_on(&self.linear1, simd, &*y_relu1, y);
        }
        door::in_one_round!(forward);
        #[inline]
        fn forward_round<const __TILE: door::usize>(
            &self,
            x: &[Self::Input],
            y: &mut [Self::Output],
            workspace: &mut __Workspace<__TILE>,
            round: door::Round<'_, Self>,
        ) {
            let n = door::count(y);
            door::fused::forward_linear_relu(
                &self.hidden,
                &self.relu1,
                x,
                &mut workspace.relu1.y[..n],
                round.picks(),
            );
            door::Layer::forward_training::<
                __TILE,
            >(&self.linear1, &workspace.relu1.y[..n], y, &mut workspace.linear1);
        }
        #[inline]
        fn backward<const __TILE: door::usize>(
            &self,
            door::Pass { x, picks, y, dy, workspace, .. }: door::Pass<'_, Self, __TILE>,
            dx: &mut [Self::Input],
        ) {
            let n = door::count(y);
            __inside::<__TILE>(self, y, dy, workspace);
            door::Layer::backward::<
                __TILE,
            >(
                &self.hidden,
                door::Pass::new(
                        x,
                        &workspace.relu1.y[..n],
                        &workspace.hidden.dy[..n],
                        &mut workspace.hidden.workspace,
                    )
                    .picked(picks),
                dx,
            );
        }
        #[inline]
        fn backward_inside<const __TILE: door::usize>(
            &self,
            door::Pass { x, picks, y, dy, workspace, .. }: door::Pass<'_, Self, __TILE>,
        ) {
            let n = door::count(y);
            __inside::<__TILE>(self, y, dy, workspace);
            let _ = (n, x, picks, y, dy, &workspace);
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
                &self.hidden,
                door::Pass::new(
                        x,
                        &workspace.relu1.y[..n],
                        &workspace.hidden.dy[..n],
                        &mut workspace.hidden.workspace,
                    )
                    .picked(picks),
                &mut gradient.hidden,
            );
            door::Layer::gradient::<
                __TILE,
            >(
                &self.linear1,
                door::Pass::new(&workspace.relu1.y[..n], y, dy, &mut workspace.linear1),
                &mut gradient.linear1,
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
                &self.hidden,
                door::Pass::new(
                        x,
                        &workspace.relu1.y[..n],
                        &workspace.hidden.dy[..n],
                        &mut workspace.hidden.workspace,
                    )
                    .picked(picks),
                &mut scratch.hidden,
                magnitude,
            );
            door::Layer::measure::<
                __TILE,
            >(
                &self.linear1,
                door::Pass::new(&workspace.relu1.y[..n], y, dy, &mut workspace.linear1),
                &mut scratch.linear1,
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
                &mut self.hidden,
                door::Pass::new(
                        x,
                        &workspace.relu1.y[..n],
                        &workspace.hidden.dy[..n],
                        &mut workspace.hidden.workspace,
                    )
                    .picked(picks),
                learning_rate,
                &mut scratch.hidden,
            );
            door::Layer::descend::<
                __TILE,
            >(
                &mut self.linear1,
                door::Pass::new(&workspace.relu1.y[..n], y, dy, &mut workspace.linear1),
                learning_rate,
                &mut scratch.linear1,
            );
        }
    }
    impl door::Network for Digits {
        type Head = door::Softmax<{ 10 }, door::f32>;
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
                            ::core::mem::size_of::<
                                door::Linear<{ 784 }, { 128 }, door::f32>,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                { 784 },
                                { 128 },
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
                            ::core::mem::size_of::<door::ReLU<{ 128 }, door::f32>>()
                                / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::ReLU<
                                { 128 },
                                door::f32,
                            > as door::Layer>::MULTIPLY_ADDS,
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
                            ::core::mem::size_of::<
                                door::Linear<{ 128 }, { 10 }, door::f32>,
                            >() / ::core::mem::size_of::<door::f32>(),
                        )
                        .multiply_adds(
                            <door::Linear<
                                { 128 },
                                { 10 },
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
                            ::core::mem::size_of::<door::Softmax<{ 10 }, door::f32>>()
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
            r" The output for one sample. What goes from layer to layer is on the stack, or, above 16 KiB, in a room that the"]
            #[doc = r" first call allocates and the thread keeps."] #[doc = r""] #[doc =
            r" An array becomes a sample by `.into()`, a slice or a `Vec` by `SVector::from_column_slice`, and a vector of the"]
            #[doc = r" other scalar by `.cast()`."] #[must_use] #[inline]
            #[allow(dead_code)] pub fn predict(& self, x : & door::SVector < door::f32,
            784 >) -> door::SVector < door::f32, 10 >] { let mut y = door::zeroed:: <
            door::SVector < door::f32, 10 > > (); door::Network::predict_batch(self,
            ::core::slice::from_ref(x), ::core::slice::from_mut(& mut y)); y }
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
