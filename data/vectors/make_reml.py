#!/usr/bin/env python3
"""Makes reml.json: two-way least squares, REML variances and predictions of small sets of marks.

Reference outputs of numpy (the restricted likelihood written out and maximised, dense inverses), checked here against
statsmodels' MixedLM with crossed variance components. Made with Python 3, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0:
    python3 make_reml.py > reml.json
"""
import json
import sys
import warnings

import numpy as np
from scipy.optimize import minimize, root


def dense(y, e, j, n, m, gu, gv):
    """V over the residual variance, its inverse, P and the parts, for ratios of variances."""
    k = len(y)
    z = np.zeros((k, n)); z[np.arange(k), e] = 1
    w = np.zeros((k, m)); w[np.arange(k), j] = 1
    h = np.eye(k) + gu * z @ z.T + gv * w @ w.T
    hi = np.linalg.inv(h)
    x = np.ones((k, 1))
    xhx = float((x.T @ hi @ x)[0, 0])
    p = hi - hi @ x @ x.T @ hi / xhx
    return z, w, h, hi, xhx, p


def deviance(logs, y, e, j, n, m, on):
    gu, gv = (np.exp(l) if o else 0.0 for l, o in zip(logs, on))
    _, _, h, _, xhx, p = dense(y, e, j, n, m, gu, gv)
    return (len(y) - 1) * np.log(y @ p @ y) + np.linalg.slogdet(h)[1] + np.log(xhx)


def score(logs, y, e, j, n, m, on):
    gu, gv = (np.exp(l) if o else 0.0 for l, o in zip(logs, on))
    z, w, _, _, _, p = dense(y, e, j, n, m, gu, gv)
    q, py = y @ p @ y, p @ y
    out = []
    for d, g, o in ((z, gu, on[0]), (w, gv, on[1])):
        out.append(g * (np.trace(d.T @ p @ d) - (len(y) - 1) * np.sum((d.T @ py) ** 2) / q) if o else 0.0)
    return np.array(out)


def reml(y, e, j, n, m):
    shift = y.mean()
    y = y - shift
    best = None
    for on in ((1, 1), (1, 0), (0, 1), (0, 0)):
        for start in ((0.0, 0.0), (2.0, -2.0)):
            a = (y, e, j, n, m, on)
            logs = np.array(start)
            if any(on):
                f = minimize(deviance, logs, args=a, method="Nelder-Mead",
                             options=dict(xatol=1e-9, fatol=1e-12, maxiter=4000))
                logs = f.x
                idx = [i for i in (0, 1) if on[i]]

                def sub(v):
                    full = logs.copy()
                    full[idx] = v
                    return score(full, *a)[idx]

                r = root(sub, logs[idx], tol=1e-14)
                if r.success or np.max(np.abs(r.fun)) < 1e-8:
                    logs[idx] = r.x
            if any(o and l < -15 for o, l in zip(on, logs)):
                continue
            d = deviance(logs, *a)
            if best is None or d < best[0] - 1e-9:
                best = (d, logs, on)
    _, logs, on = best
    gu, gv = (float(np.exp(l)) if o else 0.0 for l, o in zip(logs, on))
    z, w, h, hi, xhx, p = dense(y, e, j, n, m, gu, gv)
    s2 = float(y @ p @ y) / (len(y) - 1)
    u, v = gu * z.T @ p @ y, gv * w.T @ p @ y
    pev = s2 * (gu * np.eye(n) - gu * gu * z.T @ p @ z)
    mu = float(np.ones(len(y)) @ hi @ y / xhx) + shift
    return dict(mu=mu, var_entry=gu * s2, var_judge=gv * s2, var_residual=s2, entry_blup=u.tolist(),
                judge_blup=v.tolist(), entry_pev_sd=np.sqrt(np.maximum(np.diag(pev), 0)).tolist())


def two_way(y, e, j, n, m):
    k = len(y)
    x = np.zeros((k + 1, n + m))
    x[np.arange(k), e] = 1
    x[np.arange(k), n + j] = 1
    x[k, n:] = 1
    b = np.linalg.lstsq(x, np.append(y, 0.0), rcond=None)[0]
    rest = y - x[:k] @ b
    df = k - n - m + 1
    return dict(entry_adjusted=b[:n].tolist(), judge_severity=b[n:].tolist(), sigma2=float(rest @ rest) / df)


def by_statsmodels(y, e, j):
    import pandas as pd
    import statsmodels.api as sm
    frame = pd.DataFrame(dict(y=y, e=e, j=j, one=1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = sm.MixedLM.from_formula("y ~ 1", groups="one", vc_formula={"e": "0 + C(e)", "j": "0 + C(j)"}, data=frame)
        fit = model.fit(reml=True, method=["bfgs", "lbfgs", "powell"])
    return dict(mu=float(fit.params["Intercept"]), var_entry=float(fit.vcomp[0]), var_judge=float(fit.vcomp[1]),
                var_residual=float(fit.scale))


def marks(rng, n, m, r, sd_u, sd_v, sd_e, step=0.5):
    u, v = rng.normal(0, sd_u, n), rng.normal(0, sd_v, m)
    e, j = [], []
    seats = []
    for i in range(n):
        if len(seats) < r:
            seats += list(rng.permutation(m)) * 2
        mine = []
        while len(mine) < r:
            s = next(s for s in seats if s not in mine) if any(s not in mine for s in seats) else None
            if s is None:
                seats += list(rng.permutation(m))
                continue
            seats.remove(s)
            mine.append(s)
        e += [i] * r
        j += [int(s) for s in mine]
    e, j = np.array(e), np.array(j)
    y = 70 + u[e] + v[j] + rng.normal(0, sd_e, len(e))
    return np.round(y / step) * step, e, j


def main():
    out = []
    cases = [
        ("severity twice the noise", 40, 9, 3, 6, 8, 4, 1), ("as in the study", 60, 7, 3, 6, 4, 4, 2),
        ("everybody marks everything", 20, 5, 5, 6, 4, 4, 3), ("no severity", 30, 6, 3, 6, 0, 4, 4),
        ("no difference between entries", 24, 6, 3, 0, 5, 4, 5), ("only noise", 24, 6, 3, 0, 0, 4, 6),
        ("two judges", 12, 2, 2, 6, 4, 3, 7), ("few marks", 8, 4, 2, 6, 4, 4, 8), ("large differences", 30, 8, 4, 30, 10, 1, 9),
        ("a larger contest", 70, 9, 3, 6, 4, 4, 10),
    ]
    for name, n, m, r, su, sv, se, seed in cases:
        y, e, j = marks(np.random.default_rng(seed), n, m, r, su, sv, se)
        mine = reml(y, e, j, n, m)
        peer = by_statsmodels(y, e, j)
        for key, value in peer.items():
            near = abs(value - mine[key]) / max(1.0, abs(mine[key]))
            print(f"{name}: {key} {mine[key]:.9f}, statsmodels {value:.9f}, apart {near:.1e}", file=sys.stderr)
        out.append(dict(name=name, entries=n, judges=m, ratings=[[int(a), int(b), float(c)] for a, b, c in zip(e, j, y)],
                        two_way=two_way(y, e, j, n, m), reml=mine, statsmodels=peer))
    json.dump(out, sys.stdout, indent=None, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
