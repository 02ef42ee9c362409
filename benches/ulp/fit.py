"""Fits the coefficients of the elementwise maths: minimax (Remez) in mpmath, then a hill climb
over the last bits so that the *rounded* f32 coefficients are nearly as good as real ones.
Deterministic; about a minute.

    python -m venv .venv && .venv/bin/pip install numpy mpmath && .venv/bin/python benches/ulp/fit.py
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


def row(v):
    return int(np.float32(v).view(np.int32) >> 21) & 31


def tanh_table():
    """tanh a = (c0 + c1 a) + w ((c2 + c3 a) + w (c4 + c5 a)), w = (a - centre of the interval)^2.

    An interval is a quarter of a binade, from 5/64 to 10; below 5/64 there is one more, whose centre is 0
    (c0 = c2 = 0, c1 = 1), and from 10 on another, which is 1. Row = bits(a) >> 21, modulo 32.

    The line c0 + c1 a takes a itself: a step of c1 moves c0 + c1 centre by less than a float, so that the
    c1 near the best one are tried until c0 and c1 together hit tanh(centre) and the tangent far better than
    their own last bits would allow. Judged by the rounded f32 calculation itself.
    """
    f32, f64 = np.float32, np.float64
    rng = np.random.default_rng(1)

    def fma(a, b, c):  # a b is exact in f64; the rare double rounding does not matter here.
        return (a.astype(f64) * b + c).astype(f32)

    def evaluate(c, a, d):
        w = d * d
        e0, e1, e2 = fma(a, c[1], c[0]), fma(a, c[3], c[2]), fma(a, c[5], c[4])
        return fma(w, fma(w, e2, e1), e0)

    def ulp(y):
        return 2.0 ** (np.floor(np.log2(np.minimum(y, 1 - 2.0**-25))) - 23)

    def weighted(basis, f, w, rounds=40):
        """Minimax by Lawson's reweighted least squares."""
        lawson = np.ones(len(f))
        for _ in range(rounds):
            s = np.sqrt(lawson) * w
            c = np.linalg.lstsq(basis * s[:, None], f * s, rcond=None)[0]
            lawson *= np.abs(basis @ c - f) * w + 1e-30
            lawson /= lawson.sum()
        return c

    def chebyshev(lo, hi, count=200):
        return (lo + hi) / 2 + (hi - lo) / 2 * np.cos(np.pi * (np.arange(count) + 0.5) / count)

    def rest(lo, hi, centre, c):
        """Fits c[2:] given the line, one rounding after the other, the slope of a pair before its constant."""
        a = chebyshev(lo, hi)
        d, h = a - centre, (hi - lo) / 2
        powers = lambda js: np.stack([(d / h) ** j for j in js], axis=1)
        left = np.tanh(a) - (f64(c[0]) + f64(c[1]) * a)
        for i in (2, 4):
            slope = weighted(powers(range(i, 6)), left, 1 / ulp(np.tanh(a)))[1] / h ** (i + 1)
            c[i + 1] = f32(slope)
            left -= f64(c[i + 1]) * a * d**i
            js = [i] + list(range(i + 2, 6))
            c[i] = f32(weighted(powers(js), left, 1 / ulp(np.tanh(a)))[0] / h**i)
            left -= f64(c[i]) * d**i
        return c

    def samples(lo, hi, count=6000):
        lo, hi = (int(f32(v).view(np.int32)) for v in (lo, hi))
        return np.unique(np.concatenate([np.linspace(lo, hi - 1, count).astype(np.int32),
                                         rng.integers(lo, hi, count, dtype=np.int32)])).view(f32)

    def judge(c, a, d, f, u, exact):
        y = evaluate(c, a, d)
        err = np.abs(y - f) / u
        return (np.max(np.abs(y.view(np.int32) - exact)), np.max(y) > 1, err.max()), err

    table = np.zeros((7, 32), f32)  # The last line: centres.
    # From 0: relative to a, with the exact start a.
    hi = 5 / 64
    a = chebyshev(0, hi)
    c = [f32(0), f32(1), f32(0)]
    for i in range(3, 6):
        g = np.tanh(a) - a - sum(f64(c[j]) * a**j for j in range(3, i))
        c.append(f32(weighted(np.stack([(a / hi) ** j for j in range(i, 6)], axis=1), g, 1 / a)[0] / hi**i))
    table[:6, row(1 / 16)] = c
    worst = []
    for lo in [2.0**e * (1 + q / 4) for e in range(-4, 4) for q in range(4)][1:]:
        if lo == 10:
            table[0, row(10)] = 1
            break
        hi = f64((f32(lo).view(np.int32) + f32(1 << 21).astype(np.int32)).view(f32))
        centre = (lo + hi) / 2
        if lo == 8:
            # The line 1 and a parabola that touches it at 10: one rounding only, so that 1 is reached for good.
            centre, a = 10.0, chebyshev(8, 9.5)
            basis = np.stack([(a - 10) ** 2, (a - 10) ** 2 * a, (a - 10) ** 4, (a - 10) ** 4 * a], axis=1)
            c = [f32(1), f32(0)]
            for i in range(4):
                left = np.tanh(a) - 1 - sum(f64(c[j + 2]) * basis[:, j] for j in range(i))
                c.append(f32(weighted(basis[:, i:], left, np.ones(len(a)))[0]))
        a = samples(lo, hi)
        d = a - f32(centre)
        f = np.tanh(a.astype(f64))
        u, exact = ulp(f), f.astype(f32).view(np.int32)
        if lo == 8:
            score, err = judge(c, a, d, f, u, exact)
            table[:, row(lo)] = c + [f32(centre)]
            print(f"// {lo:.5f}..{hi:.5f}: {score[0]} floats, {score[2]:.3f} ulp")
            continue
        cheb = chebyshev(lo, hi)
        start = weighted(np.stack([((cheb - centre) / (hi - lo) * 2) ** j for j in range(6)], axis=1), np.tanh(cheb),
                         1 / ulp(np.tanh(cheb)))
        p0, p1 = start[0], start[1] / ((hi - lo) / 2)
        best = None
        candidates = []
        step = float(np.spacing(f32(p1)))
        for k in range(-40, 41):
            c1 = f32(p1 + k * step)
            c0 = f32(p0 - f64(c1) * centre)
            # What is wrong at the centre and, by the slope, at the ends, in ulp of the centre.
            off = (abs(f64(c0) + f64(c1) * centre - p0) + abs(f64(c1) - p1) * (hi - lo) / 2) / ulp(np.tanh(centre))
            candidates.append((off, c0, c1))
        candidates.sort(key=lambda t: t[0])
        for _, c0, c1 in candidates[:5]:
            c = rest(lo, hi, centre, [c0, c1, f32(0), f32(0), f32(0), f32(0)])
            score, err = judge(c, a, d, f, u, exact)
            if best is None or score < best[0]:
                best = (score, c, err)
        table[:, row(lo)] = best[1] + [f32(centre)]
        worst.append(best[0][2])
        print(f"// {lo:.5f}..{hi:.5f}: {best[0][0]} floats, {best[0][2]:.3f} ulp")
    return table


def fit_tanh_table():
    table = tanh_table()
    print("TABLE:")
    for c in table:
        print("    [")
        for i in range(0, 32, 4):
            print("        " + " ".join(literal(v) + "," for v in c[i:i + 4]))
        print("    ],")


def literal(v):
    s = np.format_float_scientific(v, unique=True, precision=None) if abs(v) < 1e-3 and v else np.format_float_positional(v, unique=True)
    m, _, e = s.partition("e")
    m += "0" if m.endswith(".") else ""
    i, _, f = m.partition(".")
    if len(f) > 4:
        f = "_".join(f[j:j + 3] for j in range(0, len(f), 3))
    return f"{i}.{f}" + (f"e{int(e)}" if e else "")


if __name__ == "__main__":
    for fit in (fit_exp, fit_ln, fit_tanh, fit_tanh_table, fit_gelu, fit_gelu_derivative):
        if len(sys.argv) == 1 or fit.__name__[4:] in sys.argv[1:]:
            fit()
