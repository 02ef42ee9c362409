"""PyTorch's own networks and initialiser on the problems of `cargo bench -p monograd-benches --bench initialisers`.

    python3 benches/initialisers/pytorch.py target/initialisers [SEEDS [ONLY]]

Needs torch and numpy. The same files, the same rows in each part for the same seed, the same networks, optimisers and
patience; the weights and the order of the samples come from PyTorch's own generator. Prints the same lines, without the
last tables and without MNIST.
"""

import math
import pathlib
import sys

import numpy as np
import torch
from torch import nn

MASK = (1 << 64) - 1
PATIENCE, EPOCHS, BATCH = 25, 300, 32
OPTIMISERS = {
    "Adam 0.001": lambda p: torch.optim.Adam(p, 0.001),
    "Adam 0.005": lambda p: torch.optim.Adam(p, 0.005),
    "SGD 0.02, momentum 0.9": lambda p: torch.optim.SGD(p, 0.02, momentum=0.9),
    "SGD 0.1": lambda p: torch.optim.SGD(p, 0.1),
}
ARCHITECTURES = {
    "1 × 32 ReLU": (1, nn.ReLU),
    "4 × 32 ReLU": (4, nn.ReLU),
    "2 × 32 Tanh": (2, nn.Tanh),
    "3 × 32 GELU": (3, nn.GELU),
}


def mixed(number):
    """SplitMix64, as `lab.rs` has it."""
    z = ((number + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
    return z ^ z >> 31


def divide(x, t, seed):
    order = sorted(range(len(x)), key=lambda row: mixed(seed << 32 | row))
    training, validation = len(x) * 6 // 10, len(x) * 2 // 10
    parts = order[:training], order[training : training + validation], order[training + validation :]
    return [(x[part], t[part]) for part in parts]


def network(inputs, outputs, depth, activation):
    widths = [inputs] + depth * [32]
    hidden = [layer for a, b in zip(widths, widths[1:]) for layer in (nn.Linear(a, b), activation())]
    return nn.Sequential(*hidden, nn.Linear(32, outputs))


def trained(net, optimiser, loss, training, validation):
    (x, t), best, best_loss, waited = training, None, math.inf, 0
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            optimiser.zero_grad()
            loss(net(x[batch]), t[batch]).backward()
            optimiser.step()
        with torch.no_grad():
            now = loss(net(validation[0]), validation[1]).item()
        if now < best_loss:
            best, best_loss, waited = {k: v.clone() for k, v in net.state_dict().items()}, now, 0
        else:
            waited += 1
            if waited == PATIENCE:
                break
    if best is not None:
        net.load_state_dict(best)
    return net


def score(y, t):
    """In hundredths, the share of right answers of classes and R² of numbers, of which less than 0 counts as 0."""
    if t.dtype == torch.int64:
        return 100 * (y.argmax(1) == t).double().mean().item()
    return 100 * max(0.0, (1 - ((y - t) ** 2).sum() / ((t - t.mean()) ** 2).sum()).item())


def main(folder, seeds=30, only=""):
    torch.set_num_threads(1)
    for name in "iris", "wine", "breast_cancer", "spirals", "diabetes", "friedman", "digits":
        table = np.loadtxt(folder / f"{name}.csv", delimiter=",", skiprows=1, dtype=np.float32)
        x, t = torch.from_numpy(table[:, :-1].copy()), torch.from_numpy(table[:, -1:].copy())
        values = name in ("diabetes", "friedman")
        if not values:
            t = t[:, 0].long()
        loss = nn.MSELoss() if values else nn.CrossEntropyLoss()
        outputs = 1 if values else int(t.max()) + 1
        for architecture, (depth, activation) in ARCHITECTURES.items():
            for optimiser, made in OPTIMISERS.items():
                if only not in f"{name} {architecture} {optimiser}":
                    continue
                scores = []
                for seed in range(min(seeds, 10) if name == "digits" else seeds):
                    torch.manual_seed(seed)
                    training, validation, test = divide(x, t, seed)
                    net = network(x.shape[1], outputs, depth, activation)
                    net = trained(net, made(net.parameters()), loss, training, validation)
                    with torch.no_grad():
                        scores.append(score(net(test[0]), test[1]))
                error = np.std(scores, ddof=1) / math.sqrt(len(scores))
                print(name, architecture, optimiser, len(scores), f"{np.mean(scores):.2f}±{error:.2f}", sep="\t", flush=True)


main(pathlib.Path(sys.argv[1]), *(int(n) for n in sys.argv[2:3]), *sys.argv[3:4])
