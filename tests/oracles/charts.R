# Reference numbers of the control charts: Rscript tests/oracles/charts.R > tests/fixtures/detect/charts.json
# R 4.2.2, spc 0.6.7 (run lengths), jsonlite. The data are made here; limits are written out from the definitions with R's distributions.
library(jsonlite); library(spc)
set.seed(20260301)
out <- list()
d2 <- function(n) integrate(function(w) 1 - ptukey(w, n, Inf), 0, 12, rel.tol = 1e-10)$value
d3 <- function(n) sqrt(2 * integrate(function(w) w * (1 - ptukey(w, n, Inf)), 0, 12, rel.tol = 1e-10)$value - d2(n)^2)
c4 <- function(n) sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))
ns <- c(2, 3, 4, 5, 7, 10, 15, 25)
out$constants <- list(n = ns, d2 = sapply(ns, d2), d3 = sapply(ns, d3), c4 = sapply(ns, c4))

sizes <- rep(c(5, 4, 6, 5, 3), 5)
groups <- lapply(sizes, function(n) round(rnorm(n, 74, .01), 4))
m <- sapply(groups, mean); r <- sapply(groups, function(g) diff(range(g))); s <- sapply(groups, sd)
center <- sum(m * sizes) / sum(sizes)
D2 <- sapply(sizes, d2); D3 <- sapply(sizes, d3); C4 <- sapply(sizes, c4)
wr <- D2^2 / D3^2; ws <- C4^2 / (1 - C4^2)
sr <- mean(r / D2); ss <- mean(s / C4)
out$xbar <- list(groups = groups, center = center,
  sigma_r = sr, sigma_r_weighted = sum(wr * r / D2) / sum(wr),
  sigma_s = ss, sigma_s_weighted = sum(ws * s / C4) / sum(ws),
  sigma_s_pooled = sqrt(sum((sizes - 1) * s^2) / sum(sizes - 1)) / c4(sum(sizes - 1) + 1),
  upper_r = center + 3 * sr / sqrt(sizes), lower_s = center - 3 * ss / sqrt(sizes),
  range_upper = sr * (D2 + 3 * D3), range_lower = pmax(0, sr * (D2 - 3 * D3)),
  deviation_upper = ss * (C4 + 3 * sqrt(1 - C4^2)), deviation_lower = pmax(0, ss * (C4 - 3 * sqrt(1 - C4^2))))

x <- round(rnorm(30, 50, 4), 2); mr <- mean(abs(diff(x)))
out$individuals <- list(x = x, center = mean(x), sigma = mr / d2(2), mr_upper = mr * (1 + 3 * d3(2) / d2(2)))

n <- sample(800:1200, 30); k <- rbinom(30, n, plogis(rnorm(30, -2.5, .15)))
pb <- sum(k) / sum(n); sp <- sqrt(pb * (1 - pb) / n); z <- (k / n - pb) / sp; f <- mean(abs(diff(z))) / d2(2)
out$shares <- list(k = k, n = n, center = pb, upper = pmin(1, pb + 3 * sp), lower = pmax(0, pb - 3 * sp), factor = f,
  laney_upper = pmin(1, pb + 3 * f * sp), laney_lower = pmax(0, pb - 3 * f * sp), sum_phi = NA)
e <- round(runif(30, 2, 12), 2); cn <- rpois(30, 3 * e * exp(rnorm(30, 0, .3)))
ub <- sum(cn) / sum(e); su <- sqrt(ub / e); zu <- (cn / e - ub) / su; fu <- mean(abs(diff(zu))) / d2(2)
out$rates <- list(count = cn, exposure = e, center = ub, upper = ub + 3 * su, lower = pmax(0, ub - 3 * su), factor = fu, laney_upper = ub + 3 * fu * su)
g <- rgeom(30, .05); gm <- mean(g)
out$gaps <- list(g = g, center = gm, upper = gm + 3 * sqrt(gm * (gm + 1)), exact = qgeom(c(.00135, .5, .99865), 1 / (1 + gm)))

y <- round(rnorm(25) + c(rep(0, 15), rep(1, 10)), 3); lam <- .2; zz <- 0; ew <- numeric(25)
for (i in 1:25) ew[i] <- zz <- lam * y[i] + (1 - lam) * zz
cp <- cm <- 2.5; up <- lo <- numeric(25)
for (i in 1:25) { up[i] <- cp <- max(0, cp + y[i] - .5); lo[i] <- cm <- max(0, cm - y[i] - .5) }
out$sums <- list(y = y, ewma = ew, ewma_upper = 3 * sqrt(lam / (2 - lam) * (1 - (1 - lam)^(2 * (1:25)))), cusum_high = up, cusum_low = lo)

X <- round(matrix(rnorm(90), 30) %*% chol(matrix(c(1, .6, .3, .6, 1, .5, .3, .5, 1), 3)), 3); p <- 3; mm <- 30
S <- cov(X); V <- crossprod(diff(X)) / (2 * (mm - 1))
out$hotelling <- list(rows = X, t2 = mahalanobis(X, colMeans(X), S), t2_successive = mahalanobis(X, colMeans(X), V),
  one = (mm - 1)^2 / mm * qbeta(1 - .0027, p / 2, (mm - p - 1) / 2), two = p * (mm + 1) * (mm - 1) / (mm * (mm - p)) * qf(1 - .0027, p, mm - p),
  new = c(1, -1, 2), t2_new = mahalanobis(c(1, -1, 2), colMeans(X), S))
G <- array(X, c(30, 3)); q <- 3; gm2 <- t(sapply(1:10, function(i) colMeans(G[(3 * i - 2):(3 * i), ])))
Sp <- Reduce(`+`, lapply(1:10, function(i) cov(G[(3 * i - 2):(3 * i), ]))) / 10; fr <- 10 * q - 10 - p + 1
out$hotelling_groups <- list(t2 = q * mahalanobis(gm2, colMeans(gm2), Sp), one = p * 9 * (q - 1) / fr * qf(1 - .0027, p, fr), two = p * 11 * (q - 1) / fr * qf(1 - .0027, p, fr))

# Spiegelhalter 2005, appendix A.1.1: interpolated exact limits.
exact <- function(n, pr) sapply(n, function(n) { r <- qbinom(pr, n, pb); (r - (pbinom(r, n, pb) - pr) / (pbinom(r, n, pb) - pbinom(r - 1, n, pb))) / n })
exactp <- function(n, pr) sapply(n, function(n) { r <- qpois(pr, n * ub); (r - (ppois(r, n * ub) - pr) / (ppois(r, n * ub) - ppois(r - 1, n * ub))) / n })
fn <- c(20, 100, 500, 3000); wz <- pmin(pmax(z, quantile(z, .1)), quantile(z, .9)); phi <- mean(wz^2); w <- 1 / sp^2
out$funnel <- list(n = fn, low = pmax(0, exact(fn, .001)), high = exact(fn, .999), exposure = c(2, 10, 60), rate_high = exactp(c(2, 10, 60), .999), phi = phi,
  tau2 = max(0, (30 * phi - 29) / (sum(w) - sum(w^2) / sum(w))))

LSL <- 73.96; USL <- 74.05; T <- (LSL + USL) / 2; all <- unlist(groups); N <- length(all)
cap <- function(sd) { cp <- (USL - LSL) / (6 * sd); ck <- min(USL - center, center - LSL) / (3 * sd); o <- ((center - T) / sd)^2; cm <- cp / sqrt(1 + o); df <- N * (1 + o) / (1 + 2 * o)
  b <- qnorm(.975) * sqrt(1 / (9 * N * ck^2) + 1 / (2 * (N - 1)))
  list(c = cp * c(1, sqrt(qchisq(c(.025, .975), N - 1) / (N - 1))), k = ck * c(1, 1 - b, 1 + b), m = cm * c(1, sqrt(qchisq(c(.025, .975), df) / df))) }
out$capability <- list(lower = LSL, upper = USL, n = N, within = cap(ss), overall = cap(sd(all)), overall_sd = sd(all))

sh <- c(0, .5, 1, 2, 3)
out$run_length <- list(shift = sh,
  cusum_5 = sapply(sh, function(d) xcusum.arl(.5, 5, d, sided = "two")), cusum_4 = sapply(sh, function(d) xcusum.arl(.5, 4, d, sided = "two")),
  cusum_5_head = sapply(sh, function(d) xcusum.arl(.5, 5, d, hs = 2.5, sided = "two")), cusum_one = sapply(sh, function(d) xcusum.arl(.25, 8, d)),
  ewma_20 = sapply(sh, function(d) xewma.arl(.2, 2.86, d, sided = "two", r = 60)), ewma_10 = sapply(sh, function(d) xewma.arl(.1, 2.703, d, sided = "two", r = 60)),
  cusum_limit_500 = xcusum.crit(.5, 500, sided = "two"), ewma_width_500 = xewma.crit(.2, 500, sided = "two"))
cat(toJSON(out, digits = 12, auto_unbox = TRUE, na = "null"))
