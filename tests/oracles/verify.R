# Reference numbers of the effect methods: Rscript tests/oracles/verify.R > tests/fixtures/verify/effects.json
# R 4.2.2; quadprog (simplex weights), sandwich (clustered and Newey-West errors), jsonlite. The data are made here, save two classics
# of R's own data sets: the flow of the Nile (Cobb 1978) and UK road casualties (Harvey and Durbin 1986).
library(jsonlite); library(quadprog); library(sandwich)
set.seed(20260302)
out <- list()

# A panel of units and periods: two-way regression with errors clustered by unit.
U <- 14; P <- 40; S <- 26; tr <- c(1, 2, 3, 4, 5)
y <- outer(rnorm(U), rep(1, P)) + outer(rep(1, U), cumsum(rnorm(P, 0, .3))) + t(sapply(1:U, function(i) as.numeric(arima.sim(list(ar = .5), P)))) * .5
y[tr, S:P] <- y[tr, S:P] + .8; y <- round(y, 4)
d <- data.frame(y = as.vector(y), u = factor(rep(1:U, P)), p = factor(rep(1:P, each = U)), D = as.vector(outer(1:U %in% tr, 1:P >= S)) * 1)
m <- lm(y ~ D + u + p, d)
out$panel <- list(y = y, treated = tr - 1, start = S - 1, did = unname(coef(m)["D"]), clustered = unname(sqrt(vcovCL(m, ~u)["D", "D"])))
sl <- apply(y[, 1:(S - 1)], 1, function(v) coef(lm(v ~ seq_along(v)))[2]); tt <- t.test(sl[tr], sl[-tr], var.equal = TRUE)
ch <- rowMeans(y[, S:P]) - rowMeans(y[, 1:(S - 1)]); t2 <- t.test(ch[tr], ch[-tr], var.equal = TRUE)
out$panel$trend <- unname(tt$estimate[1] - tt$estimate[2]); out$panel$trend_interval <- tt$conf.int[1:2]; out$panel$between <- t2$conf.int[1:2]; out$panel$between_p <- t2$p.value

# Synthetic control: weights on the simplex, about each unit's own level, with a small ridge; and the ridge correction.
one <- y[1, ]; co <- y[6:14, ]; b <- S - 1; cen <- function(v) v - mean(v[1:b]); X <- t(apply(co, 1, cen)); x1 <- cen(one); ridge <- .05; n <- nrow(X)
G <- X[, 1:b] %*% t(X[, 1:b]) / b + diag(ridge, n); a <- as.vector(X[, 1:b] %*% x1[1:b] / b + ridge / n)
w <- solve.QP(G, a, cbind(1, diag(n)), c(1, rep(0, n)), meq = 1)$solution
gap <- x1 - as.vector(t(w) %*% X)
X0 <- X[, 1:b]; X0 <- sweep(X0, 2, colMeans(X0)); lam <- 2; left <- x1[1:b] - as.vector(t(w) %*% X[, 1:b])
wa <- w + as.vector(X0 %*% solve(t(X0) %*% X0 + diag(lam, b), left))
out$synthetic <- list(ridge = ridge, lambda = lam, weights = w, mean = mean(gap[S:P]), fit = sqrt(mean(gap[1:b]^2)), augmented = wa, augmented_mean = mean((x1 - as.vector(t(wa) %*% X))[S:P]))

# Interrupted series: ARMA(1,1) errors by exact maximum likelihood.
N <- 140; z <- round(10 + .02 * (1:N) + 1.5 * ((1:N) > 100) + rep(c(0, .3, .2, .1, .5, -.4, -.7), 20) + as.numeric(arima.sim(list(ar = .6, ma = -.3), N)) * .6, 4)
k <- 0:(N - 1); xr <- cbind(1, (k >= 100) * 1, k, sapply(1:6, function(s) (k %% 7 == s) * 1)); colnames(xr) <- paste0("x", 1:9)
fit <- arima(z, order = c(1, 0, 1), xreg = xr, include.mean = FALSE, method = "ML", optim.control = list(reltol = 1e-14, maxit = 5000))
out$interrupted <- list(y = z, start = 100, ar = unname(coef(fit)[1]), ma = unname(coef(fit)[2]), level = unname(coef(fit)["x2"]), error = unname(sqrt(fit$var.coef["x2", "x2"])), loglik = fit$loglik)

sb <- as.data.frame(Seatbelts); k <- 0:191
out$seatbelts <- list(drivers = sb$drivers, kms = sb$kms, petrol = sb$PetrolPrice, start = which(sb$law == 1)[1] - 1)
mo <- factor(k %% 12); ms <- lm(log(drivers) ~ law + k + mo + log(PetrolPrice) + log(kms), cbind(sb, k, mo))
out$seatbelts$law <- unname(coef(ms)["law"]); out$seatbelts$newey_west <- unname(sqrt(NeweyWest(ms, lag = 12, prewhite = FALSE, adjust = FALSE)["law", "law"]))
out$nile <- list(y = as.numeric(Nile), note = "Durbin and Koopman 2012, table 2.1: observation 15099, level 1469.1, log-likelihood -632.5377")

# Errors of AR(1) plus sampling noise, averaged over a grid: written out with dense matrices.
n <- 60; tm <- sort(sample(0:75, n)); wt <- round(runif(n, 50, 400)); X <- cbind(1, (tm >= 45) * 1, sin(tm), tm / 30)
yy <- round(.9 + .02 * (tm >= 45) + as.numeric(arima.sim(list(ar = .6), 76))[tm + 1] * .01 + rnorm(n) * .12 / sqrt(wt), 5)
nz <- 1 / wt / mean(1 / wt); pen <- c(Inf, Inf, 10); slopes <- rbind(c(0, .5), c(.5, .25), c(2, .25)); parts <- NULL
grid <- rbind(c(0, 0, .3), cbind(expand.grid(s = c(.25, .5, .75, .95), r = c(0, .25, .5, .7, .85, .94, .985))[, c(2, 1)], .7 / 28) |> as.matrix() |> unname())
for (g in seq_len(nrow(grid))) { r <- grid[g, 1]; s <- grid[g, 2]; V <- s * (if (r == 0) diag(n) else r^abs(outer(tm, tm, "-"))) + diag((1 - s) * nz); Vi <- solve(V); ld <- as.numeric(determinant(V)$modulus)
  for (h in 1:3) { sd <- slopes[h, 1]; cols <- if (sd > 0) 1:4 else 1:3; p <- c(pen, sd)[cols]; A <- t(X[, cols]) %*% Vi %*% X[, cols] + diag(1 / p^2); y0 <- yy - mean(yy)
    bb <- solve(A, t(X[, cols]) %*% Vi %*% y0); rest <- as.numeric(t(y0) %*% Vi %*% y0 - t(bb) %*% t(X[, cols]) %*% Vi %*% y0); df <- n - 2
    ll <- -.5 * (ld + as.numeric(determinant(A)$modulus) + df * log(rest)) - log(10) - (if (sd > 0) log(sd) else 0) + log(grid[g, 3] * slopes[h, 2])
    parts <- rbind(parts, c(ll, bb[2], sqrt(rest / df * solve(A)[2, 2]))) } }
q <- exp(parts[, 1] - max(parts[, 1])); q <- q / sum(q); mean2 <- sum(q * parts[, 2])
cdf <- function(v) sum(q * pt((v - parts[, 2]) / parts[, 3], n - 2))
out$persistent <- list(times = tm, weights = wt, x = sin(tm), y = yy, effect = mean2, error = sqrt(sum(q * (parts[, 3]^2 * (n - 2) / (n - 4) + (parts[, 2] - mean2)^2))),
  interval = sapply(c(.025, .975), function(p) uniroot(function(v) cdf(v) - p, mean2 + c(-1, 1) * .2, tol = 1e-12)$root))

# An experiment with a covariate, and the planned split.
c0 <- round(rnorm(400, 5, 2), 3); c1 <- round(rnorm(380, 5, 2), 3); e0 <- round(2 + .6 * c0 + rnorm(400), 3); e1 <- round(2.2 + .6 * c1 + rnorm(380), 3)
th <- ((399) * cov(c0, e0) + 379 * cov(c1, e1)) / (399 * var(c0) + 379 * var(c1)); a0 <- e0 - th * c0; a1 <- e1 - th * c1; tw <- t.test(a1, a0); tp <- t.test(e1, e0)
sm <- function(e, c) c(length(e), sum(e), sum(e^2), sum(c), sum(c^2), sum(e * c))
out$experiment <- list(control = sm(e0, c0), treated = sm(e1, c1), theta = th, estimate = mean(a1) - mean(a0), interval = tw$conf.int[1:2], plain = tp$conf.int[1:2], split = chisq.test(c(380, 400))$p.value)
out$size <- list(shares = c(power.prop.test(p1 = .02, p2 = .015, power = .8)$n, power.prop.test(p1 = .05, p2 = .04, power = .8)$n, power.prop.test(p1 = .005, p2 = .004, power = .8)$n))
cat(toJSON(out, digits = 12, auto_unbox = TRUE))
