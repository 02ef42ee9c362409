//! `network!` works wherever an item or an expression may be, whatever the names and lints around it.
//!
//! The members of the workspace in `other` and `renamed` do the same where the crate has another name.

#![deny(warnings, missing_docs, unreachable_pub, single_use_lifetimes)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::undocumented_unsafe_blocks)]
#![deny(clippy::missing_docs_in_private_items, clippy::as_conversions)]
#![forbid(unsafe_code)]

mod from_macro_rules;
mod names;
mod places;
mod shadowed;
mod visibility;
