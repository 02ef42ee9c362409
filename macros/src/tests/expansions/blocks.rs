// What `network!` writes for
//
//     struct Blocks<
//         f64;
//         4
//         => Residual(Linear(8) => ReLU => Linear(4))
//         => Repeat(2, Linear(4) => Tanh)
//         => Concat(Linear(3), Identity)
//         => my::Layer
//     >;
//
// where `door` is `monograd::__private`. `UPDATE_EXPECT=1 cargo test -p monograd-macros expansions`
         // made this file.

#[doc(hidden)]
#[allow(non_camel_case_types, dead_code)]
type __Blocks_layer1 = my::Layer;
const _: () = {
    use door::NoLayer as _;
    door::check_own(
        "my::Layer",
        (door::Probe::<__Blocks_layer1>::SCALAR, <door::f64 as door::Scalar>::NAME),
        door::Probe::<__Blocks_layer1>::FORGOTTEN,
        (door::Probe::<__Blocks_layer1>::HEAD, true),
    )
};
const _: () = door::check_inputs(
    "my::Layer",
    {
        use door::NoLayer as _;
        door::Probe::<__Blocks_layer1>::INPUT
    },
    "`Concat(Linear(3), Identity)`",
    door::Option::Some(door::Shape::Vector(7)),
    "put a `Linear` before `my::Layer` with as many outputs as it has inputs",
);
#[doc(hidden)]
/// A chain of layers.
#[allow(non_camel_case_types)]
#[repr(C)]
#[derive(::core::marker::Copy)]
struct __Blocks_block1 {
    ///`Linear(8)`: 4 → 8
    linear1: door::Linear<4, 8, door::f64>,
    ///`ReLU`: 8 → 8
    relu1: door::ReLU<8, door::f64>,
    ///`Linear(4)`: 8 → 4
    linear2: door::Linear<8, 4, door::f64>,
}
const _: () = {
    unsafe impl door::Zeroable for __Blocks_block1
    where
        __Blocks_layer1: door::Layer,
    {}
    unsafe impl door::Pod for __Blocks_block1
    where
        __Blocks_layer1: door::Layer,
    {}
    #[allow(dead_code)]
    fn __layers(layers: &__Blocks_block1)
    where
        __Blocks_layer1: door::Layer,
    {
        let __Blocks_block1 { linear1: _, relu1: _, linear2: _ } = layers;
        door::is_plain::<door::Linear<4, 8, door::f64>>(&layers.linear1);
        door::is_plain::<door::ReLU<8, door::f64>>(&layers.relu1);
        door::is_plain::<door::Linear<8, 4, door::f64>>(&layers.linear2);
    }
    const _: () = door::no_padding::<
        door::f64,
        __Blocks_block1,
    >(
        &[
            door::Layout::new::<door::Linear<4, 8, door::f64>>(),
            door::Layout::new::<door::ReLU<8, door::f64>>(),
            door::Layout::new::<door::Linear<8, 4, door::f64>>(),
        ],
    );
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for __Blocks_block1 {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for __Blocks_block1
    where
        __Blocks_layer1: door::Layer,
    {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt_chain(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for __Blocks_block1
    where
        __Blocks_layer1: door::Layer,
    {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `__Blocks_block1` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize>
    where
        __Blocks_layer1: door::Layer,
    {
        linear1: door::Stage<
            <door::Linear<4, 8, door::f64> as door::Layer>::Output,
            <door::Linear<4, 8, door::f64> as door::Layer>::Workspace<__TILE>,
            0,
            __TILE,
        >,
        relu1: door::Stage<
            <door::ReLU<8, door::f64> as door::Layer>::Output,
            <door::ReLU<8, door::f64> as door::Layer>::Workspace<__TILE>,
            __TILE,
            0,
        >,
        linear2: <door::Linear<8, 4, door::f64> as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE>
    where
        __Blocks_layer1: door::Layer,
    {}
    impl door::Layer for __Blocks_block1
    where
        __Blocks_layer1: door::Layer,
    {
        type Scalar = door::f64;
        type Input = door::SVector<door::f64, 4>;
        type Output = door::SVector<door::f64, 4>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Linear<4, 8, door::f64> as door::Layer>::MULTIPLY_ADDS
            + <door::ReLU<8, door::f64> as door::Layer>::MULTIPLY_ADDS
            + <door::Linear<8, 4, door::f64> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .scratch(
                {
                    door::largest(
                        &[door::features(door::Option::Some(door::Shape::Vector(8)))],
                    )
                }
                    + {
                        door::largest(
                            &[door::features(door::Option::Some(door::Shape::Vector(8)))],
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
                        &[door::features(door::Option::Some(door::Shape::Vector(8)))],
                    )
                },
            );
            let (odd, scratch) = door::split(
                scratch,
                n,
                {
                    door::largest(
                        &[door::features(door::Option::Some(door::Shape::Vector(8)))],
                    )
                },
            );
            let y_linear1 = door::room::<
                _,
                <door::Linear<4, 8, door::f64> as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.linear1,
                door::Forward::new(simd, x, y_linear1, &mut []),
            );
            let y_relu1 = door::room::<
                _,
                <door::ReLU<8, door::f64> as door::Layer>::Output,
            >(odd, n);
            door::Layer::forward(
                &self.relu1,
                door::Forward::new(simd, &*y_linear1, y_relu1, &mut []),
            );
            door::Layer::forward(
                &self.linear2,
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
            door::fused::LinearReLU(&self.linear1, &self.relu1)
                .forward::<
                    __TILE,
                >(
                    door::Training::new(
                        x,
                        &mut workspace.relu1.y[..n],
                        &mut workspace.linear1.workspace,
                        round.of(0),
                    ),
                );
            door::Layer::forward_training::<
                __TILE,
            >(
                &self.linear2,
                door::Training::new(
                    &workspace.relu1.y[..n],
                    y,
                    &mut workspace.linear2,
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
            door::fused::ReLULinear(&self.relu1, &self.linear2)
                .backward::<
                    __TILE,
                >(
                    door::Backward::new(
                            &workspace.relu1.y[..n],
                            y,
                            dy,
                            &mut workspace.linear2,
                            round.of(2),
                        )
                        .to(&mut workspace.linear1.dy[..n]),
                );
            door::Layer::backward::<
                __TILE,
            >(
                &self.linear1,
                door::Backward::new(
                        x,
                        &workspace.relu1.y[..n],
                        &workspace.linear1.dy[..n],
                        &mut workspace.linear1.workspace,
                        round.of(0),
                    )
                    .maybe_to(dx),
            );
        }
    }
    impl door::Learn for __Blocks_block1
    where
        __Blocks_layer1: door::Layer,
    {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            door::initialize(&mut self.linear1, init, rng);
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
                    &workspace.relu1.y[..n],
                    &workspace.linear1.dy[..n],
                    &mut workspace.linear1.workspace,
                    round.of(0),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.linear2, |net| &mut net.linear2),
                door::Backward::new(
                    &workspace.relu1.y[..n],
                    y,
                    dy,
                    &mut workspace.linear2,
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
                door::Linear<4, 8, door::f64>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)), each);
            door::learned::<
                door::Linear<8, 4, door::f64>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear2)), each);
        }
    }
};
#[doc(hidden)]
/// A chain of layers.
#[allow(non_camel_case_types)]
#[repr(C)]
#[derive(::core::marker::Copy)]
struct __Blocks_block2 {
    ///`Linear(4)`: 4 → 4
    linear1: door::Linear<4, 4, door::f64>,
    ///`Tanh`: 4 → 4
    tanh1: door::Tanh<4, door::f64>,
}
const _: () = {
    unsafe impl door::Zeroable for __Blocks_block2
    where
        __Blocks_layer1: door::Layer,
    {}
    unsafe impl door::Pod for __Blocks_block2
    where
        __Blocks_layer1: door::Layer,
    {}
    #[allow(dead_code)]
    fn __layers(layers: &__Blocks_block2)
    where
        __Blocks_layer1: door::Layer,
    {
        let __Blocks_block2 { linear1: _, tanh1: _ } = layers;
        door::is_plain::<door::Linear<4, 4, door::f64>>(&layers.linear1);
        door::is_plain::<door::Tanh<4, door::f64>>(&layers.tanh1);
    }
    const _: () = door::no_padding::<
        door::f64,
        __Blocks_block2,
    >(
        &[
            door::Layout::new::<door::Linear<4, 4, door::f64>>(),
            door::Layout::new::<door::Tanh<4, door::f64>>(),
        ],
    );
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for __Blocks_block2 {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for __Blocks_block2
    where
        __Blocks_layer1: door::Layer,
    {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt_chain(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for __Blocks_block2
    where
        __Blocks_layer1: door::Layer,
    {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `__Blocks_block2` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize>
    where
        __Blocks_layer1: door::Layer,
    {
        linear1: door::Stage<
            <door::Linear<4, 4, door::f64> as door::Layer>::Output,
            <door::Linear<4, 4, door::f64> as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        tanh1: <door::Tanh<4, door::f64> as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE>
    where
        __Blocks_layer1: door::Layer,
    {}
    impl door::Layer for __Blocks_block2
    where
        __Blocks_layer1: door::Layer,
    {
        type Scalar = door::f64;
        type Input = door::SVector<door::f64, 4>;
        type Output = door::SVector<door::f64, 4>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Linear<4, 4, door::f64> as door::Layer>::MULTIPLY_ADDS
            + <door::Tanh<4, door::f64> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .scratch(
                {
                    door::largest(
                        &[door::features(door::Option::Some(door::Shape::Vector(4)))],
                    )
                } + { door::largest(&[]) },
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
                        &[door::features(door::Option::Some(door::Shape::Vector(4)))],
                    )
                },
            );
            let y_linear1 = door::room::<
                _,
                <door::Linear<4, 4, door::f64> as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.linear1,
                door::Forward::new(simd, x, y_linear1, &mut []),
            );
            door::Layer::forward(
                &self.tanh1,
                door::Forward::new(simd, &*y_linear1, y, &mut []),
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
                &self.linear1,
                door::Training::new(
                    x,
                    &mut workspace.linear1.y[..n],
                    &mut workspace.linear1.workspace,
                    round.of(0),
                ),
            );
            door::Layer::forward_training::<
                __TILE,
            >(
                &self.tanh1,
                door::Training::new(
                    &workspace.linear1.y[..n],
                    y,
                    &mut workspace.tanh1,
                    round.of(1),
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
                &self.tanh1,
                door::Backward::new(
                        &workspace.linear1.y[..n],
                        y,
                        dy,
                        &mut workspace.tanh1,
                        round.of(1),
                    )
                    .to(&mut workspace.linear1.dy[..n]),
            );
            door::Layer::backward::<
                __TILE,
            >(
                &self.linear1,
                door::Backward::new(
                        x,
                        &workspace.linear1.y[..n],
                        &workspace.linear1.dy[..n],
                        &mut workspace.linear1.workspace,
                        round.of(0),
                    )
                    .maybe_to(dx),
            );
        }
    }
    impl door::Learn for __Blocks_block2
    where
        __Blocks_layer1: door::Layer,
    {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
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
                update.inside(|net| &net.linear1, |net| &mut net.linear1),
                door::Backward::new(
                    x,
                    &workspace.linear1.y[..n],
                    &workspace.linear1.dy[..n],
                    &mut workspace.linear1.workspace,
                    round.of(0),
                ),
            );
        }
        #[allow(unused_variables)]
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {
            door::learned::<
                door::Linear<4, 4, door::f64>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)), each);
        }
    }
};
#[doc(hidden)]
/// A chain of layers.
#[allow(non_camel_case_types)]
#[repr(C)]
#[derive(::core::marker::Copy)]
struct __Blocks_block3 {
    ///`Linear(3)`: 4 → 3
    linear1: door::Linear<4, 3, door::f64>,
}
const _: () = {
    unsafe impl door::Zeroable for __Blocks_block3
    where
        __Blocks_layer1: door::Layer,
    {}
    unsafe impl door::Pod for __Blocks_block3
    where
        __Blocks_layer1: door::Layer,
    {}
    #[allow(dead_code)]
    fn __layers(layers: &__Blocks_block3)
    where
        __Blocks_layer1: door::Layer,
    {
        let __Blocks_block3 { linear1: _ } = layers;
        door::is_plain::<door::Linear<4, 3, door::f64>>(&layers.linear1);
    }
    const _: () = door::no_padding::<
        door::f64,
        __Blocks_block3,
    >(&[door::Layout::new::<door::Linear<4, 3, door::f64>>()]);
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for __Blocks_block3 {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for __Blocks_block3
    where
        __Blocks_layer1: door::Layer,
    {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt_chain(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for __Blocks_block3
    where
        __Blocks_layer1: door::Layer,
    {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `__Blocks_block3` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize>
    where
        __Blocks_layer1: door::Layer,
    {
        linear1: <door::Linear<4, 3, door::f64> as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE>
    where
        __Blocks_layer1: door::Layer,
    {}
    impl door::Layer for __Blocks_block3
    where
        __Blocks_layer1: door::Layer,
    {
        type Scalar = door::f64;
        type Input = door::SVector<door::f64, 4>;
        type Output = door::SVector<door::f64, 3>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Linear<4, 3, door::f64> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .scratch({ door::largest(&[]) } + { door::largest(&[]) });
        #[inline(always)]
        #[allow(unused_variables)]
        fn forward<__S: door::Simd>(&self, pass: door::Forward<'_, Self, __S>) {
            let door::Forward { simd, x, y, scratch, .. } = pass;
            let n = x.len();
            door::Layer::forward(&self.linear1, door::Forward::new(simd, x, y, &mut []));
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
                &self.linear1,
                door::Training::new(x, y, &mut workspace.linear1, round.of(0)),
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
                door::Backward::new(x, y, dy, &mut workspace.linear1, round.of(0))
                    .maybe_to(dx),
            );
        }
    }
    impl door::Learn for __Blocks_block3
    where
        __Blocks_layer1: door::Layer,
    {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
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
                update.inside(|net| &net.linear1, |net| &mut net.linear1),
                door::Backward::new(x, y, dy, &mut workspace.linear1, round.of(0)),
            );
        }
        #[allow(unused_variables)]
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {
            door::learned::<
                door::Linear<4, 3, door::f64>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, linear1)), each);
        }
    }
};
#[doc(hidden)]
/// A chain of layers.
#[allow(non_camel_case_types)]
#[repr(C)]
#[derive(::core::marker::Copy)]
struct __Blocks_block4 {
    ///`Identity`: 4 → 4
    identity1: door::Identity<4, door::f64>,
}
const _: () = {
    unsafe impl door::Zeroable for __Blocks_block4
    where
        __Blocks_layer1: door::Layer,
    {}
    unsafe impl door::Pod for __Blocks_block4
    where
        __Blocks_layer1: door::Layer,
    {}
    #[allow(dead_code)]
    fn __layers(layers: &__Blocks_block4)
    where
        __Blocks_layer1: door::Layer,
    {
        let __Blocks_block4 { identity1: _ } = layers;
        door::is_plain::<door::Identity<4, door::f64>>(&layers.identity1);
    }
    const _: () = door::no_padding::<
        door::f64,
        __Blocks_block4,
    >(&[door::Layout::new::<door::Identity<4, door::f64>>()]);
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for __Blocks_block4 {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for __Blocks_block4
    where
        __Blocks_layer1: door::Layer,
    {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt_chain(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for __Blocks_block4
    where
        __Blocks_layer1: door::Layer,
    {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `__Blocks_block4` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize>
    where
        __Blocks_layer1: door::Layer,
    {
        identity1: <door::Identity<4, door::f64> as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE>
    where
        __Blocks_layer1: door::Layer,
    {}
    impl door::Layer for __Blocks_block4
    where
        __Blocks_layer1: door::Layer,
    {
        type Scalar = door::f64;
        type Input = door::SVector<door::f64, 4>;
        type Output = door::SVector<door::f64, 4>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Identity<4, door::f64> as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .scratch({ door::largest(&[]) } + { door::largest(&[]) });
        #[inline(always)]
        #[allow(unused_variables)]
        fn forward<__S: door::Simd>(&self, pass: door::Forward<'_, Self, __S>) {
            let door::Forward { simd, x, y, scratch, .. } = pass;
            let n = x.len();
            door::Layer::forward(
                &self.identity1,
                door::Forward::new(simd, x, y, &mut []),
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
                &self.identity1,
                door::Training::new(x, y, &mut workspace.identity1, round.of(0)),
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
                &self.identity1,
                door::Backward::new(x, y, dy, &mut workspace.identity1, round.of(0))
                    .maybe_to(dx),
            );
        }
    }
    impl door::Learn for __Blocks_block4
    where
        __Blocks_layer1: door::Layer,
    {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {}
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
        }
        #[allow(unused_variables)]
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {}
    }
};
#[doc(hidden)]
///`Concat(Linear(3), Identity)`
#[repr(C)]
#[derive(::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq)]
#[allow(non_camel_case_types)]
struct __Blocks_block5 {
    ///Chain 1 of `Concat(Linear(3), Identity)`.
    chain1: __Blocks_block3,
    ///Chain 2 of `Concat(Linear(3), Identity)`.
    chain2: __Blocks_block4,
}
#[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
impl ::core::clone::Clone for __Blocks_block5 {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
    #[inline]
    fn clone_from(&mut self, source: &Self) {
        door::copy_in_place(self, source);
    }
}
const _: () = {
    unsafe impl door::Zeroable for __Blocks_block5
    where
        __Blocks_layer1: door::Layer,
    {}
    unsafe impl door::Pod for __Blocks_block5
    where
        __Blocks_layer1: door::Layer,
    {}
    #[allow(dead_code)]
    fn __layers(layers: &__Blocks_block5)
    where
        __Blocks_layer1: door::Layer,
    {
        let __Blocks_block5 { chain1: _, chain2: _ } = layers;
        door::is_plain::<__Blocks_block3>(&layers.chain1);
        door::is_plain::<__Blocks_block4>(&layers.chain2);
    }
    const _: () = door::no_padding::<
        door::f64,
        __Blocks_block5,
    >(&[door::Layout::new::<__Blocks_block3>(), door::Layout::new::<__Blocks_block4>()]);
    /// What training the block keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize>
    where
        __Blocks_layer1: door::Layer,
    {
        dx: door::Aligned<[door::SVector<door::f64, 4>; __TILE]>,
        chain1: door::Stage<
            <__Blocks_block3 as door::Layer>::Output,
            <__Blocks_block3 as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        chain2: door::Stage<
            <__Blocks_block4 as door::Layer>::Output,
            <__Blocks_block4 as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE>
    where
        __Blocks_layer1: door::Layer,
    {}
    impl door::Layer for __Blocks_block5
    where
        __Blocks_layer1: door::Layer,
    {
        type Scalar = door::f64;
        type Input = door::SVector<door::f64, 4>;
        type Output = door::SVector<door::f64, 7>;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <__Blocks_block3 as door::Layer>::MULTIPLY_ADDS
            + <__Blocks_block4 as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::concat::needs(
            door::Needs::NOTHING
                .and(<__Blocks_block3 as door::Layer>::NEEDS)
                .and(<__Blocks_block4 as door::Layer>::NEEDS),
            door::largest(
                &[
                    door::concat::scratch::<__Blocks_block3>(),
                    door::concat::scratch::<__Blocks_block4>(),
                ],
            ),
        );
        #[inline(always)]
        fn forward<__S: door::Simd>(&self, pass: door::Forward<'_, Self, __S>) {
            let door::Forward { simd, x, y, scratch, .. } = pass;
            door::concat::forward(&self.chain1, simd, (x, &mut *y), 0, &mut *scratch);
            door::concat::forward(
                &self.chain2,
                simd,
                (x, &mut *y),
                0 + 3,
                &mut *scratch,
            );
        }
        fn forward_training<const __TILE: door::usize>(
            &self,
            pass: door::Training<'_, Self, __TILE>,
        ) {
            let door::Training { x, y, workspace, mut round, .. } = pass;
            door::concat::forward_training::<
                _,
                _,
                __TILE,
            >(
                &self.chain1,
                x,
                &mut *y,
                0,
                &mut workspace.chain1,
                round
                    .inside(
                        0,
                        door::Needs::NOTHING,
                        <__Blocks_block3 as door::Layer>::NEEDS,
                        |block: &mut Self| &mut block.chain1,
                    ),
            );
            door::concat::forward_training::<
                _,
                _,
                __TILE,
            >(
                &self.chain2,
                x,
                &mut *y,
                0 + 3,
                &mut workspace.chain2,
                round
                    .inside(
                        1,
                        door::Needs::NOTHING
                            .and(<__Blocks_block3 as door::Layer>::NEEDS),
                        <__Blocks_block4 as door::Layer>::NEEDS,
                        |block: &mut Self| &mut block.chain2,
                    ),
            );
        }
        fn backward<const __TILE: door::usize>(
            &self,
            pass: door::Backward<'_, Self, __TILE>,
        ) {
            let door::Backward { x, dy, mut dx, workspace, mut round, .. } = pass;
            door::concat::backward::<
                _,
                _,
                __TILE,
            >(
                &self.chain1,
                x,
                dy,
                0,
                &mut workspace.chain1,
                (dx.as_deref_mut(), &mut workspace.dx.0),
                round
                    .inside(
                        0,
                        door::Needs::NOTHING,
                        <__Blocks_block3 as door::Layer>::NEEDS,
                        |block: &mut Self| &mut block.chain1,
                    ),
            );
            door::concat::backward::<
                _,
                _,
                __TILE,
            >(
                &self.chain2,
                x,
                dy,
                0 + 3,
                &mut workspace.chain2,
                (dx.as_deref_mut(), &mut workspace.dx.0),
                round
                    .inside(
                        1,
                        door::Needs::NOTHING
                            .and(<__Blocks_block3 as door::Layer>::NEEDS),
                        <__Blocks_block4 as door::Layer>::NEEDS,
                        |block: &mut Self| &mut block.chain2,
                    ),
            );
        }
    }
    impl door::Learn for __Blocks_block5
    where
        __Blocks_layer1: door::Layer,
    {
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            door::initialize(&mut self.chain1, init, rng);
            door::initialize(&mut self.chain2, init, rng);
        }
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
        fn update_buffers<const __TILE: door::usize>(
            &mut self,
            workspace: &__Workspace<__TILE>,
        ) {
            door::update_buffers::<
                _,
                __TILE,
            >(&mut self.chain1, &workspace.chain1.workspace);
            door::update_buffers::<
                _,
                __TILE,
            >(&mut self.chain2, &workspace.chain2.workspace);
        }
        fn update<const __TILE: door::usize>(
            mut update: door::Update<'_, Self>,
            pass: door::Backward<'_, Self, __TILE>,
        ) {
            let door::Backward { x, workspace, round, .. } = pass;
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|block| &block.chain1, |block| &mut block.chain1),
                door::concat::pass::<_, __TILE>(x, &mut workspace.chain1, round.of(0)),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|block| &block.chain2, |block| &mut block.chain2),
                door::concat::pass::<_, __TILE>(x, &mut workspace.chain2, round.of(1)),
            );
        }
        fn learned(
            start: door::usize,
            each: &mut dyn ::core::ops::FnMut(::core::ops::Range<door::usize>),
        ) {
            door::learned::<
                __Blocks_block3,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, chain1)), each);
            door::learned::<
                __Blocks_block4,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, chain2)), each);
        }
    }
};
/**

| layer | | input | output | parameters | multiply-adds |
|---|---|---:|---:|---:|---:|
| `residual1` | `Residual(Linear(8) => ReLU => Linear(4))` | 4 | 4 | 76 | 64 |
| `repeat1` | `Repeat(2, Linear(4) => Tanh)` | 4 | 4 | 40 | 32 |
| `concat1` | `Concat(Linear(3), Identity)` | 4 | 7 | 15 | 12 |
| `layer1` | `my::Layer` | … | … | … | … |
| total | | 4 | … | … | … |

The figures are also in its consts, such as `SUMMARY` and `PARAMETERS`.*/
#[repr(C)]
#[derive(::core::marker::Copy)]
struct Blocks {
    ///`Residual(Linear(8) => ReLU => Linear(4))`: 4 → 4
    residual1: door::Residual<__Blocks_block1>,
    ///`Repeat(2, Linear(4) => Tanh)`: 4 → 4
    repeat1: door::Repeat<{ 2 }, __Blocks_block2>,
    ///`Concat(Linear(3), Identity)`: 4 → 7
    concat1: __Blocks_block5,
    ///`my::Layer`: … → …
    layer1: __Blocks_layer1,
}
const _: () = {
    unsafe impl door::Zeroable for Blocks
    where
        __Blocks_layer1: door::Layer,
    {}
    unsafe impl door::Pod for Blocks
    where
        __Blocks_layer1: door::Layer,
    {}
    #[allow(dead_code)]
    fn __layers(layers: &Blocks)
    where
        __Blocks_layer1: door::Layer,
    {
        let Blocks { residual1: _, repeat1: _, concat1: _, layer1: _ } = layers;
        door::is_plain::<door::Residual<__Blocks_block1>>(&layers.residual1);
        door::is_plain::<door::Repeat<{ 2 }, __Blocks_block2>>(&layers.repeat1);
        door::is_plain::<__Blocks_block5>(&layers.concat1);
        door::is_plain::<__Blocks_layer1>(&layers.layer1);
    }
    const _: () = door::no_padding::<
        door::f64,
        Blocks,
    >(
        &[
            door::Layout::new::<door::Residual<__Blocks_block1>>(),
            door::Layout::new::<door::Repeat<{ 2 }, __Blocks_block2>>(),
            door::Layout::new::<__Blocks_block5>(),
            door::Layout::new::<__Blocks_layer1>(),
        ],
    );
    #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
    impl ::core::clone::Clone for Blocks {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
        #[inline]
        fn clone_from(&mut self, source: &Self) {
            door::copy_in_place(self, source);
        }
    }
    impl ::core::fmt::Debug for Blocks
    where
        __Blocks_layer1: door::Layer,
    {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            door::fmt(self, formatter)
        }
    }
    impl ::core::cmp::PartialEq for Blocks
    where
        __Blocks_layer1: door::Layer,
    {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            door::scalars(self) == door::scalars(other)
        }
    }
    ///What training `Blocks` keeps for a tile of samples.
    pub struct __Workspace<const __TILE: door::usize>
    where
        __Blocks_layer1: door::Layer,
    {
        residual1: door::Stage<
            <door::Residual<__Blocks_block1> as door::Layer>::Output,
            <door::Residual<__Blocks_block1> as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        repeat1: door::Stage<
            <door::Repeat<{ 2 }, __Blocks_block2> as door::Layer>::Output,
            <door::Repeat<{ 2 }, __Blocks_block2> as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        concat1: door::Stage<
            <__Blocks_block5 as door::Layer>::Output,
            <__Blocks_block5 as door::Layer>::Workspace<__TILE>,
            __TILE,
            __TILE,
        >,
        layer1: <__Blocks_layer1 as door::Layer>::Workspace<__TILE>,
    }
    unsafe impl<const __TILE: door::usize> door::Zeroable for __Workspace<__TILE>
    where
        __Blocks_layer1: door::Layer,
    {}
    impl door::Layer for Blocks
    where
        __Blocks_layer1: door::Layer,
    {
        type Scalar = door::f64;
        type Input = door::SVector<door::f64, 4>;
        type Output = <__Blocks_layer1 as door::Layer>::Output;
        type Workspace<const __TILE: door::usize> = __Workspace<__TILE>;
        type Learns = door::Parameters;
        const MULTIPLY_ADDS: door::usize = 0
            + <door::Residual<__Blocks_block1> as door::Layer>::MULTIPLY_ADDS
            + <door::Repeat<{ 2 }, __Blocks_block2> as door::Layer>::MULTIPLY_ADDS
            + <__Blocks_block5 as door::Layer>::MULTIPLY_ADDS
            + <__Blocks_layer1 as door::Layer>::MULTIPLY_ADDS;
        const NEEDS: door::Needs = door::Needs::NOTHING
            .and(<door::Residual<__Blocks_block1> as door::Layer>::NEEDS)
            .and(<door::Repeat<{ 2 }, __Blocks_block2> as door::Layer>::NEEDS)
            .and(<__Blocks_block5 as door::Layer>::NEEDS)
            .and(<__Blocks_layer1 as door::Layer>::NEEDS)
            .scratch(
                {
                    door::largest(
                        &[
                            door::features(door::Option::Some(door::Shape::Vector(4))),
                            door::features(door::Option::Some(door::Shape::Vector(7))),
                        ],
                    )
                }
                    + {
                        door::largest(
                            &[door::features(door::Option::Some(door::Shape::Vector(4)))],
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
                            door::features(door::Option::Some(door::Shape::Vector(4))),
                            door::features(door::Option::Some(door::Shape::Vector(7))),
                        ],
                    )
                },
            );
            let (odd, scratch) = door::split(
                scratch,
                n,
                {
                    door::largest(
                        &[door::features(door::Option::Some(door::Shape::Vector(4)))],
                    )
                },
            );
            let y_residual1 = door::room::<
                _,
                <door::Residual<__Blocks_block1> as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.residual1,
                door::Forward::new(simd, x, y_residual1, &mut *scratch),
            );
            let y_repeat1 = door::room::<
                _,
                <door::Repeat<{ 2 }, __Blocks_block2> as door::Layer>::Output,
            >(odd, n);
            door::Layer::forward(
                &self.repeat1,
                door::Forward::new(simd, &*y_residual1, y_repeat1, &mut *scratch),
            );
            let y_concat1 = door::room::<
                _,
                <__Blocks_block5 as door::Layer>::Output,
            >(even, n);
            door::Layer::forward(
                &self.concat1,
                door::Forward::new(simd, &*y_repeat1, y_concat1, &mut *scratch),
            );
            <__Blocks_layer1 as door::Layer>::forward(
                &self.layer1,
                door::Forward::new(
                    simd,
                    door::samples(&*y_concat1),
                    y,
                    door::scratch(scratch),
                ),
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
                    <door::Residual<__Blocks_block1> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.residual1,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.residual1,
                    door::Training::new(
                        x,
                        &mut workspace.residual1.y[..n],
                        &mut workspace.residual1.workspace,
                        round,
                    ),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    1,
                    door::Needs::NOTHING,
                    <door::Repeat<{ 2 }, __Blocks_block2> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.repeat1,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.repeat1,
                    door::Training::new(
                        &workspace.residual1.y[..n],
                        &mut workspace.repeat1.y[..n],
                        &mut workspace.repeat1.workspace,
                        round,
                    ),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    2,
                    door::Needs::NOTHING,
                    <__Blocks_block5 as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.concat1,
                )
            {
                door::Layer::forward_training::<
                    __TILE,
                >(
                    &self.concat1,
                    door::Training::new(
                        &workspace.repeat1.y[..n],
                        &mut workspace.concat1.y[..n],
                        &mut workspace.concat1.workspace,
                        round,
                    ),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    3,
                    door::Needs::NOTHING,
                    <__Blocks_layer1 as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.layer1,
                )
            {
                <__Blocks_layer1 as door::Layer>::forward_training::<
                    __TILE,
                >(
                    &self.layer1,
                    door::Training::new(
                        door::samples(&workspace.concat1.y[..n]),
                        y,
                        &mut workspace.layer1,
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
                    3,
                    door::Needs::NOTHING,
                    <__Blocks_layer1 as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.layer1,
                )
            {
                <__Blocks_layer1 as door::Layer>::backward::<
                    __TILE,
                >(
                    &self.layer1,
                    door::Backward::new(
                            door::samples(&workspace.concat1.y[..n]),
                            y,
                            dy,
                            &mut workspace.layer1,
                            round,
                        )
                        .to(door::samples_mut(&mut workspace.concat1.dy[..n])),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    2,
                    door::Needs::NOTHING.and(<__Blocks_layer1 as door::Layer>::NEEDS),
                    <__Blocks_block5 as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.concat1,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.concat1,
                    door::Backward::new(
                            &workspace.repeat1.y[..n],
                            &workspace.concat1.y[..n],
                            &workspace.concat1.dy[..n],
                            &mut workspace.concat1.workspace,
                            round,
                        )
                        .to(&mut workspace.repeat1.dy[..n]),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    1,
                    door::Needs::NOTHING.and(<__Blocks_layer1 as door::Layer>::NEEDS),
                    <door::Repeat<{ 2 }, __Blocks_block2> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.repeat1,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.repeat1,
                    door::Backward::new(
                            &workspace.residual1.y[..n],
                            &workspace.repeat1.y[..n],
                            &workspace.repeat1.dy[..n],
                            &mut workspace.repeat1.workspace,
                            round,
                        )
                        .to(&mut workspace.residual1.dy[..n]),
                );
            }
            if let door::Option::Some(round) = round
                .inside(
                    0,
                    door::Needs::NOTHING.and(<__Blocks_layer1 as door::Layer>::NEEDS),
                    <door::Residual<__Blocks_block1> as door::Layer>::NEEDS,
                    |net: &mut Self| &mut net.residual1,
                )
            {
                door::Layer::backward::<
                    __TILE,
                >(
                    &self.residual1,
                    door::Backward::new(
                            x,
                            &workspace.residual1.y[..n],
                            &workspace.residual1.dy[..n],
                            &mut workspace.residual1.workspace,
                            round,
                        )
                        .maybe_to(dx),
                );
            }
        }
    }
    impl door::Learn for Blocks
    where
        __Blocks_layer1: door::Layer,
    {
        #[allow(unused_variables)]
        fn initialize<R: door::Rng + ?door::Sized>(
            &mut self,
            init: door::Init,
            rng: &mut R,
        ) {
            door::initialize(&mut self.residual1, init, rng);
            door::initialize(&mut self.repeat1, init, rng);
            door::initialize(&mut self.concat1, init, rng);
            door::initialize(&mut self.layer1, init, rng);
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
            door::update_buffers::<_, __TILE>(&mut self.layer1, &workspace.layer1);
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
                update.inside(|net| &net.residual1, |net| &mut net.residual1),
                door::Backward::new(
                    x,
                    &workspace.residual1.y[..n],
                    &workspace.residual1.dy[..n],
                    &mut workspace.residual1.workspace,
                    round.of(0),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.repeat1, |net| &mut net.repeat1),
                door::Backward::new(
                    &workspace.residual1.y[..n],
                    &workspace.repeat1.y[..n],
                    &workspace.repeat1.dy[..n],
                    &mut workspace.repeat1.workspace,
                    round.of(1),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.concat1, |net| &mut net.concat1),
                door::Backward::new(
                    &workspace.repeat1.y[..n],
                    &workspace.concat1.y[..n],
                    &workspace.concat1.dy[..n],
                    &mut workspace.concat1.workspace,
                    round.of(2),
                ),
            );
            door::update::<
                _,
                __TILE,
            >(
                update.inside(|net| &net.layer1, |net| &mut net.layer1),
                door::Backward::new(
                    door::samples(&workspace.concat1.y[..n]),
                    y,
                    dy,
                    &mut workspace.layer1,
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
                door::Residual<__Blocks_block1>,
            >(
                door::place::<Self>(start, ::core::mem::offset_of!(Self, residual1)),
                each,
            );
            door::learned::<
                door::Repeat<{ 2 }, __Blocks_block2>,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, repeat1)), each);
            door::learned::<
                __Blocks_block5,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, concat1)), each);
            door::learned::<
                __Blocks_layer1,
            >(door::place::<Self>(start, ::core::mem::offset_of!(Self, layer1)), each);
        }
    }
    impl door::Network for Blocks
    where
        __Blocks_layer1: door::Layer,
    {
        type Head = <door::Kind<
            {
                use door::NoLayer as _;
                door::Probe::<__Blocks_layer1>::HEAD
            },
        > as door::HeadOf<<__Blocks_layer1 as door::Layer>::Output>>::Head;
        const HEAD: door::u8 = {
            use door::NoLayer as _;
            door::Probe::<__Blocks_layer1>::HEAD
        };
        const PICKS: door::bool = false;
        const SUMMARY: door::Summary = door::Summary::new(
            "Blocks",
            const {
                &[
                    door::Row::new(
                            "residual1.chain.linear1",
                            "Linear(8)",
                            door::Shape::Vector(4),
                            door::Shape::Vector(8),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, residual1)
                                + ::core::mem::offset_of!(
                                    door::Residual < __Blocks_block1 >, chain
                                ) + ::core::mem::offset_of!(__Blocks_block1, linear1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<4, 8, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Linear<4, 8, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "residual1.chain.relu1",
                            "ReLU",
                            door::Shape::Vector(8),
                            door::Shape::Vector(8),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, residual1)
                                + ::core::mem::offset_of!(
                                    door::Residual < __Blocks_block1 >, chain
                                ) + ::core::mem::offset_of!(__Blocks_block1, relu1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::ReLU<8, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::ReLU<8, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "residual1.chain.linear2",
                            "Linear(4)",
                            door::Shape::Vector(8),
                            door::Shape::Vector(4),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, residual1)
                                + ::core::mem::offset_of!(
                                    door::Residual < __Blocks_block1 >, chain
                                ) + ::core::mem::offset_of!(__Blocks_block1, linear2))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<8, 4, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Linear<8, 4, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "repeat1.chains[0].linear1",
                            "Linear(4)",
                            door::Shape::Vector(4),
                            door::Shape::Vector(4),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, repeat1)
                                + ::core::mem::offset_of!(
                                    door::Repeat < { 2 }, __Blocks_block2 >, chains
                                ) + 0usize * ::core::mem::size_of::<__Blocks_block2>()
                                + ::core::mem::offset_of!(__Blocks_block2, linear1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<4, 4, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Linear<4, 4, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "repeat1.chains[0].tanh1",
                            "Tanh",
                            door::Shape::Vector(4),
                            door::Shape::Vector(4),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, repeat1)
                                + ::core::mem::offset_of!(
                                    door::Repeat < { 2 }, __Blocks_block2 >, chains
                                ) + 0usize * ::core::mem::size_of::<__Blocks_block2>()
                                + ::core::mem::offset_of!(__Blocks_block2, tanh1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Tanh<4, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Tanh<4, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "repeat1.chains[1].linear1",
                            "Linear(4)",
                            door::Shape::Vector(4),
                            door::Shape::Vector(4),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, repeat1)
                                + ::core::mem::offset_of!(
                                    door::Repeat < { 2 }, __Blocks_block2 >, chains
                                ) + 1usize * ::core::mem::size_of::<__Blocks_block2>()
                                + ::core::mem::offset_of!(__Blocks_block2, linear1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<4, 4, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Linear<4, 4, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "repeat1.chains[1].tanh1",
                            "Tanh",
                            door::Shape::Vector(4),
                            door::Shape::Vector(4),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, repeat1)
                                + ::core::mem::offset_of!(
                                    door::Repeat < { 2 }, __Blocks_block2 >, chains
                                ) + 1usize * ::core::mem::size_of::<__Blocks_block2>()
                                + ::core::mem::offset_of!(__Blocks_block2, tanh1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Tanh<4, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Tanh<4, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "concat1.chain1.linear1",
                            "Linear(3)",
                            door::Shape::Vector(4),
                            door::Shape::Vector(3),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, concat1)
                                + ::core::mem::offset_of!(__Blocks_block5, chain1)
                                + ::core::mem::offset_of!(__Blocks_block3, linear1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Linear<4, 3, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Linear<4, 3, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "concat1.chain2.identity1",
                            "Identity",
                            door::Shape::Vector(4),
                            door::Shape::Vector(4),
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, concat1)
                                + ::core::mem::offset_of!(__Blocks_block5, chain2)
                                + ::core::mem::offset_of!(__Blocks_block4, identity1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<door::Identity<4, door::f64>>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .multiply_adds(
                            <door::Identity<4, door::f64> as door::Layer>::MULTIPLY_ADDS,
                        ),
                    door::Row::new(
                            "layer1",
                            "my::Layer",
                            <<__Blocks_layer1 as door::Layer>::Input as door::Sample>::SHAPE,
                            <<__Blocks_layer1 as door::Layer>::Output as door::Sample>::SHAPE,
                        )
                        .start(
                            (0 + ::core::mem::offset_of!(Blocks, layer1))
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .parameters(
                            ::core::mem::size_of::<__Blocks_layer1>()
                                / ::core::mem::size_of::<door::f64>(),
                        )
                        .buffers(<__Blocks_layer1 as door::Layer>::NEEDS.buffers)
                        .multiply_adds(<__Blocks_layer1 as door::Layer>::MULTIPLY_ADDS),
                ]
            },
        );
        type Room<const __TILE: door::usize> = door::Activations<
            door::f64,
            {
                door::largest(
                    &[
                        {
                            use door::NoLayer as _;
                            door::Probe::<door::Residual<__Blocks_block1>>::SCRATCH
                        },
                        {
                            use door::NoLayer as _;
                            door::Probe::<door::Repeat<{ 2 }, __Blocks_block2>>::SCRATCH
                        },
                        {
                            use door::NoLayer as _;
                            door::Probe::<__Blocks_block5>::SCRATCH
                        },
                        {
                            use door::NoLayer as _;
                            door::Probe::<__Blocks_layer1>::SCRATCH
                        },
                    ],
                )
                    + {
                        door::largest(
                            &[
                                door::features(door::Option::Some(door::Shape::Vector(4))),
                                door::features(door::Option::Some(door::Shape::Vector(7))),
                            ],
                        )
                    }
                    + {
                        door::largest(
                            &[door::features(door::Option::Some(door::Shape::Vector(4)))],
                        )
                    }
            },
            __TILE,
        >;
    }
    impl Blocks
    where
        __Blocks_layer1: door::Layer,
    {
        door::with_room! {
            Blocks[#[doc =
            r" The output for one sample. What goes from layer to layer is on the stack, or, above 16"]
            #[doc =
            r" KiB, in a room that the first call allocates and the thread keeps."] #[doc
            = r""] #[doc =
            r" An array becomes a sample by `.into()`, a slice or a `Vec` by"] #[doc =
            r" `SVector::from_column_slice`, and a vector of the other scalar by `.cast()`."]
            #[must_use] #[inline] #[allow(dead_code)] fn predict(& self, x : &
            door::SVector < door::f64, 4 >) -> < __Blocks_layer1 as door::Layer >
            ::Output] { let mut y = door::zeroed:: < < __Blocks_layer1 as door::Layer >
            ::Output > (); door::Network::predict_batch(self, ::core::slice::from_ref(x),
            ::core::slice::from_mut(& mut y)); y }
        }
        door::with_room! {
            Blocks[#[doc = r" Writes the outputs for a batch of any length."] #[doc =
            r""] #[doc = r" # Panics"] #[doc = r""] #[doc =
            r" When `x` and `y` differ in length."] #[inline] #[allow(dead_code)] fn
            predict_batch(& self, x : & [door::SVector < door::f64, 4 >], y : & mut [<
            __Blocks_layer1 as door::Layer > ::Output])] {
            door::Network::predict_batch(self, x, y); }
        }
    }
};
