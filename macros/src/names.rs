//! The names of the fields: labels, and stable names for the layers that have none.
//!
//! An unlabelled layer is called by the name of its type and a number that counts the layers of that name
//! from 1: `linear1`, `leaky_relu1`. A name that a label has taken is passed over.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};

/// Hands out field names.
#[derive(Default)]
pub(crate) struct Names {
    labels: HashSet<String>,
    counts: HashMap<String, usize>,
}

impl Names {
    /// Takes a label; `false` when it is taken already.
    pub(crate) fn take(&mut self, label: &Ident) -> bool {
        self.labels.insert(label.to_string())
    }

    /// A name for an unlabelled layer. All labels must have been taken before.
    pub(crate) fn next(&mut self, layer: &str, span: Span) -> Ident {
        let layer = snake_case(layer);
        let count = self.counts.entry(layer.clone()).or_default();
        loop {
            *count += 1;
            let name = format!("{layer}{count}");
            if !self.labels.contains(&name) {
                return Ident::new(&name, span);
            }
        }
    }
}

/// `LeakyReLU` to `leaky_relu`, `Conv2d` to `conv2d`.
fn snake_case(name: &str) -> String {
    let characters: Vec<char> = name.trim_start_matches("r#").chars().collect();
    let mut snake = String::new();
    for (i, &character) in characters.iter().enumerate() {
        // A word starts at a capital after a small letter, where it does not only end an abbreviation that
        // runs to the end of the name, as in `ReLU`.
        let starts_word = i > 0
            && character.is_uppercase()
            && characters[i - 1].is_lowercase()
            && !characters[i..].iter().all(|character| character.is_uppercase());
        if starts_word {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_layers_become_snake_case() {
        for (name, snake) in [
            ("Linear", "linear"),
            ("ReLU", "relu"),
            ("LeakyReLU", "leaky_relu"),
            ("SiLU", "silu"),
            ("GELU", "gelu"),
            ("Softplus", "softplus"),
            ("MyLayer", "my_layer"),
            ("Conv2d", "conv2d"),
            ("r#type", "type"),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn labels_come_first() {
        let mut names = Names::default();
        assert!(names.take(&Ident::new("linear1", Span::call_site())));
        assert!(!names.take(&Ident::new("linear1", Span::call_site())));
        assert_eq!(names.next("Linear", Span::call_site()), "linear2");
        assert_eq!(names.next("Linear", Span::call_site()), "linear3");
    }
}
