"""Writes the reference numbers that monograd's tests compare against.

    requirements: Python 3.11, torch 2.15.0, numpy 2.4.6, safetensors 0.8.0, scikit-learn 1.9.1
    run:          python pytorch.py FOLDER

Files. PyTorch's numbers are written twice, in the float type that the file's name tells:

    layers, losses, training, optimisers, images   NAME.safetensors      F32, as PyTorch users compute
                                                   NAME.f64.safetensors  F64, the same tensors
    schedules, metrics                             NAME.safetensors      results F64, see below

Everything random (inputs, parameters, targets, upstream gradients) is drawn in float32 and widened,
so both files hold the *same problem* and F64 is its solution without float32's rounding: hold an f64
network to it tightly, and judge by it when an f32 network and the F32 file differ in the last digits.
Class labels, 0/1 metric targets and counts are I64; everything else is float. Each case seeds the
generator from its own name, so a case that is added or removed leaves the others as they were.
The metadata of every file names torch's version, and where they matter scikit-learn's and the settings
of each optimiser and schedule.

Layouts, all row-major and PyTorch's own. A column-major FEATURES x BATCH matrix (nalgebra, a sample is
a column) has the bytes of [batch, features]: copy. A column-major OUT x IN weight has not those of
[out, in], although the shapes agree: read it with `from_row_slice`.

    vectors           input, output, logits, targets     [batch, features]
    images            input, output                      [batch, channels, height, width]
    class labels      targets                            [batch]
    Linear            weight [out, in], bias [out]
    Conv2d            weight [out, in, kernel height, kernel width], bias [out]; a cross-correlation
    LayerNorm         weight [features], bias [features]
    BatchNorm         weight, bias, running_mean, running_var [features or channels]
    a loss            [] (one number);  losses [10]: before each of the ten updates

Names. The gradient of `x` is `d_x`, that of the loss or, for a layer, of sum(output * d_output):

    layers, images     CASE/{input, output, d_output, d_input} and, where the layer has them,
                       CASE/{weight, bias, d_weight, d_bias}. With BatchNorm CASE/{weight, bias}, which
                       stay, and for STEP = step_1, step_2, step_3 and eval CASE/STEP/{input, output,
                       d_output, d_input, d_weight, d_bias, running_mean, running_var}; the running
                       statistics are those *after* the step
    losses             CASE/{logits, targets, loss, d_logits}; `CASE_sigmoid` is on sigmoid(logits), the
                       gradient is still that of the logits
    training,          NETWORK/{input, targets}, NETWORK/{initial, first_gradient}/PARAMETER, and after
    optimisers,        ten steps on that one batch NETWORK/OPTIMISER/{losses, output} and
    images             NETWORK/OPTIMISER/final/PARAMETER; `output` (logits, not softmax) is the trained
                       network's in evaluation mode. PARAMETER is LAYER.weight, LAYER.bias (for BatchNorm
                       also LAYER.running_mean, LAYER.running_var), LAYER as in `networks` and
                       `image_networks` below
    optimisers         also NETWORK/{clip_norm_0.1, clip_value_0.01}/PARAMETER: first_gradient, clipped
    schedules          SCHEDULE [100]: the learning rate that update 0, 1, ... 99 uses
    metrics            see `metrics`
"""

import copy
import json
import sys
import zlib
from collections import OrderedDict
from pathlib import Path

import numpy
import sklearn
import sklearn.metrics
import torch
from safetensors.torch import save
from torch import nn
from torch.optim import SGD, Adam, AdamW, RMSprop, lr_scheduler

STEPS = 10
CLASSES = 5


class Fixtures:
    """The tensors and the metadata of one file, and the drawing of what goes into it."""

    def __init__(self, dtype):
        self.dtype = dtype
        self.tensors = {}
        self.metadata = {"torch": torch.__version__}

    def store(self, case, tensors):
        for name, tensor in tensors.items():
            key = f"{case}/{name}" if case else name
            assert key not in self.tensors, f"{key} is stored twice"
            self.tensors[key] = tensor.detach().clone().contiguous()

    def write(self, path):
        path.write_bytes(sort_metadata(save(self.tensors, self.metadata)))
        print(f"{path}: {len(self.tensors)} tensors, {path.stat().st_size} bytes")

    def normal(self, *shape, scale=1.0):
        return (scale * torch.randn(shape)).to(self.dtype)

    def uniform(self, *shape):
        return torch.rand(shape).to(self.dtype)

    def zeros_and_ones(self, *shape):
        return torch.randint(2, shape).to(self.dtype)

    def randomise(self, module):
        """Also weights that PyTorch starts at one and biases that it starts at zero."""
        module.to(self.dtype)
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.copy_(self.normal(*parameter.shape, scale=0.5))
        return module


def sort_metadata(file):
    """The same safetensors file with its metadata in order, which `save` leaves to a hash map.

    A file is the header's length (8 bytes, little endian), the header (JSON, padded by spaces), the data.
    """
    length = int.from_bytes(file[:8], "little")
    header = json.loads(file[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    sorted_header = json.dumps(header, separators=(",", ":")).encode()
    assert len(sorted_header) <= length
    return file[:8] + sorted_header.ljust(length) + file[8 + length :]


def seed(case):
    torch.manual_seed(zlib.crc32(case.encode()))


def gradients(module):
    return {f"d_{name}": parameter.grad for name, parameter in module.named_parameters()}


def state(network):
    """Parameters and running statistics, without BatchNorm's counter of steps."""
    return {name: tensor for name, tensor in network.state_dict().items() if tensor.is_floating_point()}


def forward_and_backward(fixtures, module, x):
    x = x.clone().requires_grad_()
    output = module(x)
    d_output = fixtures.normal(*output.shape)
    module.zero_grad()
    output.backward(d_output)
    return {"input": x, "output": output, "d_output": d_output, "d_input": x.grad, **gradients(module)}


# Layers ------------------------------------------------------------------------------------------


def layer(fixtures, case, module, draw_input):
    seed(case)
    fixtures.randomise(module)
    results = forward_and_backward(fixtures, module, draw_input())
    fixtures.store(case, {**dict(module.named_parameters()), **results})


def layers(fixtures):
    def activation_input():
        """Batch 5, width 7: a row of the values where formulas bend or overflow, then random ones."""
        x = fixtures.normal(5, 7, scale=3.0)
        x[0] = torch.tensor([-30.0, -20.0, -1.0, 0.0, 1.0, 20.0, 30.0])
        return x

    layer(fixtures, "linear", nn.Linear(6, 4), lambda: fixtures.normal(5, 6))
    layer(fixtures, "linear_no_bias", nn.Linear(6, 4, bias=False), lambda: fixtures.normal(5, 6))
    activations = {
        "relu": nn.ReLU(),
        "leaky_relu_0.01": nn.LeakyReLU(0.01),
        "leaky_relu_0.2": nn.LeakyReLU(0.2),
        "elu_1.0": nn.ELU(1.0),
        "elu_0.5": nn.ELU(0.5),
        "gelu": nn.GELU(),  # exact, by erf
        "silu": nn.SiLU(),
        "sigmoid": nn.Sigmoid(),
        "tanh": nn.Tanh(),
        "softplus": nn.Softplus(),  # the identity above 20
        "softsign": nn.Softsign(),
        "softmax": nn.Softmax(dim=1),
    }
    for case, module in activations.items():
        layer(fixtures, case, module, activation_input)


# Losses ------------------------------------------------------------------------------------------


def loss(fixtures, case, function, logits, targets, head=nn.Identity()):
    logits = logits.clone().requires_grad_()
    value = function(head(logits), targets)
    value.backward()
    fixtures.store(case, {"logits": logits, "targets": targets, "loss": value, "d_logits": logits.grad})


def losses(fixtures):
    """Batch 7, width 4; every mean is over the batch and, but for cross-entropy, over the outputs."""
    shape = (7, 4)
    for case, scale in {"cross_entropy": 2.0, "cross_entropy_large": 100.0}.items():
        seed(case)
        labels = torch.randint(shape[1], shape[:1])
        loss(fixtures, case, nn.CrossEntropyLoss(), fixtures.normal(*shape, scale=scale), labels)
    for case, scale in {"binary_cross_entropy": 2.0, "binary_cross_entropy_large": 100.0}.items():
        seed(case)
        targets = fixtures.zeros_and_ones(*shape)
        loss(fixtures, case, nn.BCEWithLogitsLoss(), fixtures.normal(*shape, scale=scale), targets)

    errors = {
        "mean_squared_error": nn.MSELoss(),
        "mean_absolute_error": nn.L1Loss(),
        "huber_1.0": nn.HuberLoss(delta=1.0),
        "huber_0.5": nn.HuberLoss(delta=0.5),
    }
    for case, function in errors.items():
        seed(case)
        values, targets = fixtures.normal(*shape), fixtures.normal(*shape)
        targets[0, 0] = values[0, 0]  # an error of exactly zero
        loss(fixtures, case, function, values, targets)

        seed(f"{case}_sigmoid")
        logits, targets = fixtures.normal(*shape, scale=2.0), fixtures.uniform(*shape)
        loss(fixtures, f"{case}_sigmoid", function, logits, targets, head=nn.Sigmoid())


# Training ----------------------------------------------------------------------------------------


SGD_SETTINGS = {
    "sgd": (SGD, dict(lr=0.1)),
    "sgd_momentum": (SGD, dict(lr=0.1, momentum=0.9)),
    "sgd_nesterov": (SGD, dict(lr=0.1, momentum=0.9, nesterov=True)),
    "sgd_weight_decay": (SGD, dict(lr=0.1, weight_decay=0.01)),
    "sgd_all": (SGD, dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
}

# An empty dict is PyTorch's defaults: Adam and AdamW lr 1e-3, betas (0.9, 0.999), eps 1e-8, AdamW's
# weight_decay 0.01; RMSprop lr 1e-2, alpha 0.99, eps 1e-8.
ADAPTIVE_SETTINGS = {
    "adam": (Adam, dict()),
    "adam_tuned": (Adam, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.01)),
    "adam_amsgrad": (Adam, dict(lr=0.02, betas=(0.5, 0.9), amsgrad=True)),
    "adamw": (AdamW, dict()),
    "adamw_tuned": (AdamW, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1)),
    "rmsprop": (RMSprop, dict()),
    "rmsprop_tuned": (RMSprop, dict(lr=0.005, alpha=0.9, eps=1e-4, momentum=0.9, weight_decay=0.01)),
    "rmsprop_centered": (RMSprop, dict(lr=0.005, alpha=0.9, eps=1e-4, centered=True)),
}


def network(**named_layers):
    return nn.Sequential(OrderedDict(named_layers))


def networks(fixtures):
    """Name, constructor, loss, constructor of a batch of nine; PyTorch's own initialisation."""
    return [
        (
            "classifier",
            lambda: network(linear1=nn.Linear(5, 7), relu=nn.ReLU(), linear2=nn.Linear(7, 3)),
            nn.CrossEntropyLoss(),
            lambda: (fixtures.normal(9, 5), torch.randint(3, (9,))),
        ),
        (
            "regressor",
            lambda: network(
                linear1=nn.Linear(4, 6),
                tanh=nn.Tanh(),
                linear2=nn.Linear(6, 6),
                gelu=nn.GELU(),
                linear3=nn.Linear(6, 2),
            ),
            nn.MSELoss(),
            lambda: (fixtures.normal(9, 4), fixtures.normal(9, 2)),
        ),
        (
            "logistic",
            lambda: network(linear1=nn.Linear(3, 5), silu=nn.SiLU(), linear2=nn.Linear(5, 1)),
            nn.BCEWithLogitsLoss(),
            lambda: (fixtures.normal(9, 3), fixtures.zeros_and_ones(9, 1)),
        ),
    ]


def train(fixtures, case, make_network, loss_function, draw_batch, settings, clip=False):
    seed(case)
    initial = make_network().to(fixtures.dtype)
    x, targets = draw_batch()
    fixtures.store(case, {"input": x, "targets": targets})
    fixtures.store(f"{case}/initial", state(initial))

    def first_gradient(change=lambda parameters: None):
        """On a copy, because BatchNorm's running statistics move with every forward pass."""
        fresh = copy.deepcopy(initial)
        loss_function(fresh(x), targets).backward()
        change(fresh.parameters())
        return {name: parameter.grad for name, parameter in fresh.named_parameters()}

    fixtures.store(f"{case}/first_gradient", first_gradient())
    if clip:
        by_norm = first_gradient(lambda parameters: nn.utils.clip_grad_norm_(parameters, 0.1))
        by_value = first_gradient(lambda parameters: nn.utils.clip_grad_value_(parameters, 0.01))
        fixtures.store(f"{case}/clip_norm_0.1", by_norm)
        fixtures.store(f"{case}/clip_value_0.01", by_value)

    for name, (optimiser_class, arguments) in settings.items():
        trained = copy.deepcopy(initial)
        optimiser = optimiser_class(trained.parameters(), **arguments)
        values = []
        for _ in range(STEPS):
            optimiser.zero_grad()
            value = loss_function(trained(x), targets)
            value.backward()
            optimiser.step()
            values.append(value.detach())
        output = trained.eval()(x)
        fixtures.store(f"{case}/{name}", {"losses": torch.stack(values), "output": output})
        fixtures.store(f"{case}/{name}/final", state(trained))
        fixtures.metadata[name] = describe(optimiser_class, arguments)


def describe(function, arguments):
    return f"{function.__name__}({', '.join(f'{name}={value}' for name, value in arguments.items())})"


def training(fixtures):
    for row in networks(fixtures):
        train(fixtures, *row, SGD_SETTINGS)


def optimisers(fixtures):
    for row in networks(fixtures):
        train(fixtures, *row, ADAPTIVE_SETTINGS, clip=True)


# Schedules ---------------------------------------------------------------------------------------


def warmup_cosine(optimiser, warmup, start_factor, total):
    """From start_factor * lr up to lr in `warmup` updates, then by a half cosine down to zero."""
    linear = lr_scheduler.LinearLR(optimiser, start_factor=start_factor, total_iters=warmup)
    cosine = lr_scheduler.CosineAnnealingLR(optimiser, T_max=total - warmup)
    return lr_scheduler.SequentialLR(optimiser, [linear, cosine], milestones=[warmup])


def schedules(fixtures):
    rows = {
        "step": (lr_scheduler.StepLR, dict(step_size=30, gamma=0.1)),
        "exponential": (lr_scheduler.ExponentialLR, dict(gamma=0.95)),
        "cosine": (lr_scheduler.CosineAnnealingLR, dict(T_max=100)),
        "cosine_floor": (lr_scheduler.CosineAnnealingLR, dict(T_max=99, eta_min=0.001)),
        "warmup_cosine": (warmup_cosine, dict(warmup=10, start_factor=0.1, total=100)),
        "one_cycle": (lr_scheduler.OneCycleLR, dict(max_lr=0.1, total_steps=100)),
    }
    for case, (make_schedule, arguments) in rows.items():
        optimiser = SGD([torch.zeros(1)], lr=0.1, momentum=0.9)
        schedule = make_schedule(optimiser, **arguments)
        settings = []
        for _ in range(100):
            group = optimiser.param_groups[0]
            settings.append((group["lr"], group["momentum"]))
            optimiser.step()
            if len(settings) < 100:  # OneCycleLR refuses a step beyond its last update
                schedule.step()
        rates, momenta = torch.tensor(settings, dtype=torch.float64).unbind(1)
        fixtures.store("", {case: rates})
        fixtures.metadata[case] = f"lr=0.1, {describe(make_schedule, arguments)}"
        if case == "one_cycle":  # by default it moves the momentum too, against the learning rate
            fixtures.store("", {"one_cycle_momentum": momenta})


# Metrics -----------------------------------------------------------------------------------------


def number(value):
    return torch.tensor(value, dtype=torch.float64)


def classification(fixtures, case, unseen):
    """200 samples of 5 classes; class 3 is never true and, if `unseen`, never predicted either.

    scores F32 [200, 5], targets and predictions (the argmax) I64 [200]; confusion I64 [true, predicted];
    precision, recall, f1 F64 [5], 0 where they are 0/0; macro_* their means over all five classes.
    """
    seed(case)
    targets = torch.tensor([0, 1, 2, 4])[torch.randint(4, (200,))]
    scores = torch.randn(200, CLASSES)
    scores[torch.arange(200), targets] += 1.0
    if unseen:
        scores[:, 3] = -10.0
    predictions = scores.argmax(dim=1)

    true, predicted, labels = targets.numpy(), predictions.numpy(), range(CLASSES)
    by_class, macro = (
        sklearn.metrics.precision_recall_fscore_support(
            true, predicted, labels=labels, average=average, zero_division=0.0
        )
        for average in (None, "macro")
    )
    fixtures.store(
        case,
        {
            "scores": scores,
            "targets": targets,
            "predictions": predictions,
            "confusion": torch.from_numpy(sklearn.metrics.confusion_matrix(true, predicted, labels=labels)),
            "accuracy": number(sklearn.metrics.accuracy_score(true, predicted)),
            "top_3_accuracy": number(
                sklearn.metrics.top_k_accuracy_score(true, scores.numpy(), k=3, labels=labels)
            ),
            **{name: torch.from_numpy(by_class[i]) for i, name in enumerate(("precision", "recall", "f1"))},
            **{f"macro_{name}": number(macro[i]) for i, name in enumerate(("precision", "recall", "f1"))},
        },
    )


def metrics(fixtures):
    classification(fixtures, "classes", unseen=False)
    classification(fixtures, "classes_unseen", unseen=True)

    seed("binary")  # scores with many ties: F32 [200] of 13 values; targets I64 [200]
    targets = torch.randint(2, (200,))
    scores = torch.round((torch.randn(200) + targets) * 2) / 2
    roc_auc = number(sklearn.metrics.roc_auc_score(targets.numpy(), scores.numpy()))
    fixtures.store("binary", {"scores": scores, "targets": targets, "roc_auc": roc_auc})

    for case, width in {"regression": 1, "regression_3": 3}.items():  # R^2 is the mean over the outputs
        seed(case)
        targets = torch.randn(50, width) * torch.arange(1, width + 1)
        predictions = targets + 0.5 * torch.randn(50, width)
        arguments = targets.numpy().astype(numpy.float64), predictions.numpy().astype(numpy.float64)
        fixtures.store(
            case,
            {
                "predictions": predictions,
                "targets": targets,
                "mean_squared_error": number(sklearn.metrics.mean_squared_error(*arguments)),
                "mean_absolute_error": number(sklearn.metrics.mean_absolute_error(*arguments)),
                "r_squared": number(sklearn.metrics.r2_score(*arguments)),
            },
        )
    fixtures.metadata["scikit-learn"] = sklearn.__version__


# Images ------------------------------------------------------------------------------------------


class Residual(nn.Module):
    """x + inner(x)"""

    def __init__(self, **inner):
        super().__init__()
        self.inner = network(**inner)

    def forward(self, x):
        return x + self.inner(x)


class Concat(nn.Module):
    """The outputs of its chains, one after the other: features, or channels."""

    def __init__(self, **chains):
        super().__init__()
        for name, chain in chains.items():
            setattr(self, name, chain)
        self.names = list(chains)

    def forward(self, x):
        return torch.cat([getattr(self, name)(x) for name in self.names], dim=1)


def batch_norm(fixtures, case, module, *shape):
    """Three training steps, each on a batch of its own, then evaluation."""
    seed(case)
    fixtures.randomise(module)
    fixtures.store(case, dict(module.named_parameters()))
    for step in ("step_1", "step_2", "step_3", "eval"):
        module.train(step != "eval")
        x = fixtures.normal(*shape, scale=2.0) + fixtures.normal(*shape[1:])
        results = forward_and_backward(fixtures, module, x)
        statistics = {name: getattr(module, name) for name in ("running_mean", "running_var")}
        fixtures.store(f"{case}/{step}", {**results, **statistics})


def image_networks(fixtures):
    """As `networks`: name, constructor, loss, constructor of a batch of nine."""

    def image_batch():
        return fixtures.normal(9, 1, 9, 7), torch.randint(4, (9,))

    return [
        (
            "conv_net",
            lambda: network(
                conv=nn.Conv2d(1, 3, 3, padding=1),
                relu=nn.ReLU(),
                pool=nn.MaxPool2d(2),
                flatten=nn.Flatten(),
                linear=nn.Linear(36, 4),
            ),
            nn.CrossEntropyLoss(),
            image_batch,
        ),
        (
            # Without the convolution's bias: BatchNorm takes it out again and its gradient is noise.
            "batch_norm_net",
            lambda: network(
                conv=nn.Conv2d(1, 3, 3, padding=1, bias=False),
                norm=nn.BatchNorm2d(3),
                relu=nn.ReLU(),
                pool=nn.MaxPool2d(2),
                flatten=nn.Flatten(),
                linear=nn.Linear(36, 4),
            ),
            nn.CrossEntropyLoss(),
            image_batch,
        ),
        (
            "residual_net",
            lambda: network(
                residual=Residual(linear1=nn.Linear(6, 8), relu=nn.ReLU(), linear2=nn.Linear(8, 6)),
                linear=nn.Linear(6, 3),
            ),
            nn.CrossEntropyLoss(),
            lambda: (fixtures.normal(9, 6), torch.randint(3, (9,))),
        ),
        (
            "repeat_net",
            lambda: network(
                repeat=network(
                    **{
                        str(i): Residual(linear=nn.Linear(6, 6, bias=False), norm=nn.BatchNorm1d(6), tanh=nn.Tanh())
                        for i in range(3)
                    }
                ),
                linear=nn.Linear(6, 3),
            ),
            nn.CrossEntropyLoss(),
            lambda: (fixtures.normal(9, 6), torch.randint(3, (9,))),
        ),
        (
            "concat_net",
            lambda: network(
                concat=Concat(
                    narrow=network(conv=nn.Conv2d(2, 2, 1), relu=nn.ReLU()),
                    wide=network(
                        conv=nn.Conv2d(2, 3, 3, padding=1, bias=False),
                        norm=nn.BatchNorm2d(3, momentum=0.3, eps=1e-3),
                        gelu=nn.GELU(),
                    ),
                    wire=nn.Identity(),
                ),
                norm=nn.BatchNorm2d(7),
                conv=nn.Conv2d(7, 2, 3, stride=3),
                flatten=nn.Flatten(),
                linear=nn.Linear(8, 4),
            ),
            nn.CrossEntropyLoss(),
            # No multiple of a tile of samples: the statistics are those of all 70.
            lambda: (fixtures.normal(70, 2, 7, 6), torch.randint(4, (70,))),
        ),
    ]


def images(fixtures):
    def small():
        return fixtures.normal(5, 2, 7, 5)

    def many():
        return fixtures.normal(70, 1, 7, 5)

    def with_ties():
        return torch.randint(3, (5, 2, 7, 5)).to(fixtures.dtype)

    rows = [
        ("conv2d_3x3", nn.Conv2d(2, 3, 3), small),
        ("conv2d_5x5_padding_2", nn.Conv2d(2, 3, 5, padding=2), small),
        ("conv2d_3x2_stride_2x3_padding_1x0", nn.Conv2d(2, 3, (3, 2), (2, 3), (1, 0)), small),
        ("conv2d_no_bias", nn.Conv2d(2, 3, 3, bias=False), small),
        ("conv2d_same_3x3", nn.Conv2d(2, 3, 3, padding="same"), small),
        # Even kernels: (k - 1) / 2 rounded down before (top, left), the odd one after (bottom, right).
        ("conv2d_same_4x4", nn.Conv2d(2, 3, 4, padding="same"), small),
        ("conv2d_same_2x3", nn.Conv2d(2, 3, (2, 3), padding="same"), small),
        ("conv2d_batch_70", nn.Conv2d(1, 2, 3, stride=2, padding=1), many),
        ("max_pool2d_2", nn.MaxPool2d(2), small),
        ("max_pool2d_3_stride_2", nn.MaxPool2d(3, stride=2), small),
        ("max_pool2d_3x2_stride_2x1", nn.MaxPool2d((3, 2), stride=(2, 1)), small),
        ("max_pool2d_ties", nn.MaxPool2d(3, stride=2), with_ties),  # the first of equals wins
        ("avg_pool2d_2", nn.AvgPool2d(2), small),
        ("avg_pool2d_3_stride_1", nn.AvgPool2d(3, stride=1), small),
        ("global_avg_pool2d", nn.AdaptiveAvgPool2d(1), small),  # [5, 2, 1, 1]
        ("layer_norm", nn.LayerNorm(7), lambda: fixtures.normal(5, 7, scale=3.0)),
    ]
    for row in rows:
        layer(fixtures, *row)
    batch_norm(fixtures, "batch_norm1d", nn.BatchNorm1d(6), 5, 6)
    batch_norm(fixtures, "batch_norm2d", nn.BatchNorm2d(2), 5, 2, 7, 5)
    batch_norm(fixtures, "batch_norm2d_batch_1", nn.BatchNorm2d(2), 1, 2, 7, 5)
    for row in image_networks(fixtures):
        train(fixtures, *row, {name: SGD_SETTINGS[name] for name in ("sgd", "sgd_all")})


# -------------------------------------------------------------------------------------------------


def main(folder):
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    folder.mkdir(parents=True, exist_ok=True)
    for family in (layers, losses, training, optimisers, images):
        for dtype, ending in ((torch.float32, "safetensors"), (torch.float64, "f64.safetensors")):
            fixtures = Fixtures(dtype)
            family(fixtures)
            fixtures.write(folder / f"{family.__name__}.{ending}")
    for family in (schedules, metrics):
        fixtures = Fixtures(torch.float32)
        family(fixtures)
        fixtures.write(folder / f"{family.__name__}.safetensors")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python pytorch.py FOLDER")
    main(Path(sys.argv[1]))
