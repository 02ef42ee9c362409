//! Where each part of the expansion claims to stand: an editor's hover, go-to-definition and rename follow it.
