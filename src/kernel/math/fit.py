"""Fits the coefficients of the elementwise maths: minimax (Remez) in mpmath, then a hill climb
over the last bits so that the *rounded* f32 coefficients are nearly as good as real ones.
Deterministic; about a minute.

    python -m venv .venv && .venv/bin/pip install numpy mpmath && .venv/bin/python fit.py
"""
import sys
import mpmath as mp
import numpy as np

mp.mp.dps = 60


def remez(f, m, n, grid, fixed=(), weight=None, rounds=40):
    """P (degree m) / Q (degree n, q0 = 1) with the smallest max |P/Q - f| weight over `grid`;
    the weight is 1/f, for the relative error, unless given.

    `fixed` pins leading coefficients of P. The nodes start Chebyshev-like in the grid's index,
    so a grid that is dense where f is hard (quadratic near 0, say) also starts the nodes there.
    """
    k = len(fixed)
    unknowns = (m + 1 - k) + n + 1
    fs = [f(v) for v in grid]
    ws = [weight(v) if weight else 1 / fv for v, fv in zip(grid, fs)]
    last = len(grid) - 1
    idx = [int(round(last * float((1 - mp.cos(mp.pi * (i + mp.mpf(0.5)) / unknowns)) / 2))) for i in range(unknowns)]
    q = [mp.mpf(1)] + [mp.mpf(0)] * n
    best = None
    for _ in range(rounds):
        for _ in range(12):  # The levelled error multiplies Q, so iterate with the last Q.
            a, b = mp.matrix(unknowns, unknowns), mp.matrix(unknowns, 1)
            for row, i in enumerate(idx):
                v, fv = grid[i], fs[i]
                for c, d in enumerate(range(k, m + 1)):
                    a[row, c] = v**d
                for c, d in enumerate(range(1, n + 1)):
                    a[row, m + 1 - k + c] = -fv * v**d
                a[row, unknowns - 1] = -((-1) ** row) / ws[i] * mp.polyval(q[::-1], v)
                b[row] = fv - sum(fixed[d] * v**d for d in range(k))
            s = mp.lu_solve(a, b)
            q_new = [mp.mpf(1)] + [s[m + 1 - k + j] for j in range(n)]
            done = max(abs(x - y) for x, y in zip(q, q_new)) < mp.mpf(10) ** -25 * max(abs(x) for x in q_new)
            q = q_new
            if done:
                break
        p = [mp.mpf(c) for c in fixed] + [s[j] for j in range(m + 1 - k)]
        err = [(mp.polyval(p[::-1], v) / mp.polyval(q[::-1], v) - fv) * w for v, fv, w in zip(grid, fs, ws)]
        worst = max(abs(e) for e in err)
        if best is None or worst < best[0]:
            best = (worst, p, q)
        # One extremum per run of equal sign, then keep the best consecutive `unknowns` of them.
        runs = []
        for i, e in enumerate(err):
            if e == 0:
                continue
            if runs and (err[runs[-1]] > 0) == (e > 0):
                if abs(e) > abs(err[runs[-1]]):
                    runs[-1] = i
            else:
                runs.append(i)
        if len(runs) < unknowns:
            break
        while len(runs) > unknowns:
            runs.pop(0 if abs(err[runs[0]]) < abs(err[runs[-1]]) else -1)
        if runs == idx:
            break
        idx = runs
    return best


def polish(f, p, q, grid, pinned_p=0, weight=None, tries=20000, seed=1):
    """Hill climb over the last bits of the f32 coefficients, judged in f64 on `grid`."""
    rng = np.random.default_rng(seed)
    v = np.array([float(x) for x in grid])
    fv = np.array([float(f(x)) for x in grid])
    wv = np.array([float(weight(x) if weight else 1 / f(x)) for x in grid])
    c = np.array([np.float32(float(x)) for x in p + q])
    free = [i for i in range(len(c)) if i >= pinned_p and i != len(p)]

    def cost(c):
        c = c.astype(np.float64)
        return np.max(np.abs((np.polyval(c[: len(p)][::-1], v) / np.polyval(c[len(p):][::-1], v) - fv) * wv))

    best = cost(c)
    for _ in range(tries):
        d = c.copy()
        for i in rng.choice(free, size=rng.integers(1, min(4, len(free)) + 1), replace=False):
            for _ in range(rng.integers(1, 4)):
                d[i] = np.nextafter(d[i], np.float32(rng.choice([-np.inf, np.inf])))
        if (w := cost(d)) < best:
            best, c = w, d
    return best, c[: len(p)], c[len(p):]


def show(name, f, m, n, grid, fixed=(), weight=None, tries=20000):
    worst, p, q = remez(f, m, n, grid, fixed, weight)
    rounded, p, q = polish(f, p, q, grid, len(fixed), weight, tries)
    print(f"{name} [{m}/{n}]: minimax 2^{float(mp.log(worst, 2)):.2f}, with f32 coefficients 2^{np.log2(rounded):.2f}")
    fmt = lambda cs: ", ".join(np.format_float_scientific(x, unique=True, precision=None) for x in cs)
    print("  p:", fmt(p))
    if n:
        print("  q:", fmt(q))
    sys.stdout.flush()


def line(lo, hi, count, power=1):
    lo, hi = mp.mpf(lo), mp.mpf(hi)
    return [lo + (hi - lo) * (mp.mpf(i) / count) ** power for i in range(count + 1)]


DENSITY = 1 / mp.sqrt(2 * mp.pi)


def mills(a):
    """Phi(-a) exp(a^2/2)."""
    return mp.erfc(a / mp.sqrt(2)) * mp.exp(a * a / 2) / 2


def slope(a):
    """gelu'(-a) exp(a^2/2) = mills(a) - DENSITY a."""
    return mills(a) - DENSITY * a


ZERO = mp.findroot(slope, 0.75)


def half(u):
    """tanh(x/2) / (x/2) in u = x^2."""
    return mp.tanh(mp.sqrt(u) / 2) / (mp.sqrt(u) / 2)


def fit_exp():
    # exp(r) = 1 + r + r^2 q(r), fitted as a whole: the error is relative to exp.
    h = mp.log(2) / 2 * mp.mpf("1.0005")
    show("EXP: exp(r)", mp.exp, 6, 0, line(-h, h, 600), (1, 1), tries=6000)


def fit_ln():
    # ln(1+f) = f + f^2 (-1/2 + f p(f)), fitted as ln(1+f)/f.
    grid = [f for f in line(mp.sqrt(0.5) - 1, mp.sqrt(2) - 1, 600) if abs(f) > 1e-9]
    show("LN: ln(1+f)/f", lambda f: mp.log1p(f) / f, 9, 0, grid, (1, -0.5), tries=6000)


def fit_tanh():
    show("SMALL: (tanh(x)/x - 1)/x^2 in x^2, |x| < 0.6", lambda u: (mp.tanh(mp.sqrt(u)) / mp.sqrt(u) - 1) / u, 4, 0,
         line("1e-6", mp.mpf("0.6") ** 2, 500), weight=lambda u: u * mp.sqrt(u) / mp.tanh(mp.sqrt(u)))
    # An error of tanh(x/2) reaches tanh(x) multiplied by 1/cosh(x), which is what makes [2/3] enough.
    show("P, Q: tanh(x/2)/(x/2) in x^2, 0.55 < |x| < 9", half, 2, 3, line("0.3", 81, 500, power=4), (1,),
         weight=lambda u: 1 / half(u) / mp.cosh(mp.sqrt(u)))


def fit_gelu():
    show("SMALL: Phi(-a) exp(a^2/2), a < 1", mills, 8, 0, line("1e-6", 1, 400), (0.5,))
    show("LARGE: DENSITY - a Phi(-a) exp(a^2/2), 1 < a < 15", lambda a: DENSITY - a * mills(a), 3, 5,
         line(1, 15, 400, power=2), weight=lambda a: 1 / (a * mills(a)))


def fit_gelu_derivative():
    high = np.float32(float(ZERO))
    print("ZERO: of gelu'(-a):", high, "and", mp.nstr(ZERO - mp.mpf(float(high)), 9))
    show("SLOPE: gelu'(-a) exp(a^2/2) / (ZERO - a), a < 1.4", lambda a: slope(a) / (ZERO - a), 8, 0,
         [a for a in line(0, "1.4", 400) if abs(a - ZERO) > 1e-4])
    show("MILLS: Phi(-a) exp(a^2/2) for gelu'(-a), 1.4 < a < 15", mills, 3, 4, line("1.4", 15, 400, power=2),
         weight=lambda a: -1 / slope(a))


if __name__ == "__main__":
    for fit in (fit_exp, fit_ln, fit_tanh, fit_gelu, fit_gelu_derivative):
        if len(sys.argv) == 1 or fit.__name__[4:] in sys.argv[1:]:
            fit()
