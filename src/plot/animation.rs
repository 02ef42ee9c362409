//! Pictures one after the other.

use alloc::vec::Vec;
use core::time::Duration;
use std::path::Path;

use super::encode;
use super::error::Error;
use super::picture::Picture;
use crate::file::write_whole;

/// An animated GIF, for instance of a boundary while it moves. It has half the width and height of its
/// pictures.
///
/// ```
/// use monograd::plot::{Animation, Chart};
/// use std::time::Duration;
///
/// let mut animation = Animation::new(Duration::from_millis(100));
/// for y in [1.0, 2.0] {
///     let line = Chart::new("Growth", "x", "y").line("line", [(0.0, 0.0), (1.0, y)]);
///     animation.push(&line.picture()?.size(400, 300))?;
/// }
/// assert!(animation.gif()?.starts_with(b"GIF89a"));
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Animation {
    delay: Duration,
    /// The width and the height of the pictures.
    size: [u32; 2],
    frames: Vec<Vec<u8>>,
}

impl Animation {
    /// How much longer the last picture is shown.
    const LAST: u16 = 20;

    /// An animation that shows each picture for so long, the last one twenty times as long, and then begins
    /// again.
    #[must_use]
    pub fn new(delay: Duration) -> Self {
        Self { delay, size: [0, 0], frames: Vec::new() }
    }

    /// Adds a picture.
    ///
    /// # Errors
    ///
    /// [`Error::FrameSize`] when it has another size than the first, [`Error::Drawing`].
    pub fn push(&mut self, picture: &Picture) -> Result<(), Error> {
        let found = picture.pixels();
        if self.frames.is_empty() {
            self.size = found;
        } else if found != self.size {
            return Err(Error::FrameSize { frame: self.frames.len() + 1, found, wanted: self.size });
        }
        self.frames.push(encode::halved(&picture.rgb()?, found));
        Ok(())
    }

    /// Writes the animation to a file whose name ends in `.gif`, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`Error::PictureFormat`] for another end, [`Error::NothingToDraw`] without a picture,
    /// [`FileError::Write`](crate::FileError::Write), [`Error::Drawing`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        if !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gif")) {
            return Err(Error::PictureFormat { path: path.into(), wanted: "`.gif`" });
        }
        Ok(write_whole(path, &self.gif()?)?)
    }

    /// The animation as GIF.
    ///
    /// # Errors
    ///
    /// [`Error::NothingToDraw`] without a picture, [`Error::Drawing`].
    pub fn gif(&self) -> Result<Vec<u8>, Error> {
        if self.frames.is_empty() {
            return Err(Error::NothingToDraw { found: "the animation has no pictures", wanted: "picture" });
        }
        let mut size = [0; 2];
        for (half, side) in size.iter_mut().zip(self.size) {
            *half = u16::try_from(side / 2)
                .map_err(|_| encode::failed("a GIF has at most 65,535 pixels in a row"))?;
        }
        let hundredths = u16::try_from(self.delay.as_millis() / 10).unwrap_or(u16::MAX);
        let last = self.frames.len() - 1;
        let delay =
            |frame: usize| if frame == last { hundredths.saturating_mul(Self::LAST) } else { hundredths };
        encode::gif(self.frames.iter().enumerate().map(|(i, rgb)| (&rgb[..], delay(i))), size)
            .map_err(encode::failed)
    }
}
