//! What the expansion says in `unsafe impl`s holds only where the layers of the user's own are layers.

use super::{expand, flat};

/// A nightly compiler can be made to accept a type that is no layer (`trivial_bounds`): then none of these
/// may hold.
#[test]
fn every_unsafe_impl_asks_for_the_layers_of_the_users_own() {
    let network = "struct Net<4 => Own => Residual(Linear(4) => Own) => Concat(Own, Identity) => my::Layer>;";
    let tokens = flat(expand(network.parse().expect("tokens")));
    let words: Vec<String> = tokens.iter().map(ToString::to_string).collect();
    let starts: Vec<usize> =
        (1..words.len()).filter(|&i| words[i - 1] == "unsafe" && words[i] == "impl").collect();
    // `Zeroable` and `Pod` of the network, the residual's chain, the two of the concat's and the concat
    // itself; and five workspaces.
    assert_eq!(starts.len(), 15);
    for start in starts {
        // The bodies are empty, so that the next item follows at once.
        let end = (start + 1..words.len()).find(|&i| ["impl", "unsafe", "fn", "#"].contains(&&*words[i]));
        let item = words[start..end.unwrap_or(words.len())].join(" ");
        let bounds = item.split_once(" where ").map_or("", |(_, bounds)| bounds).matches("Layer").count();
        assert_eq!(bounds, 4, "one for each use of such a layer in the network: {item}");
    }
}
