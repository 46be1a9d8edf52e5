# Every number of the tables summary, arms, agreement, panel and thresholds, computed again from responses.csv with base R
# alone, and held against what Equipoise wrote. The table machine is measured on the tracings, not computed from answers. Run
# it in the folder that it lies in:
#
#   Rscript analysis.R
#
# It writes recomputed-summary.csv, -arms, -agreement, -panel and -thresholds, says how many numbers agree, and ends with
# status 1 if one differs by more than 1e-6 (relative to its size where that is above 1). methods.md names the formulas and
# their sources.

TOLERANCE <- 1e-6

folder <- local({
  file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
  if (length(file) == 1) dirname(normalizePath(file)) else getwd()
})

# Everything is read as text, so that a code such as 1E5 stays what it is; what is counted is made a number below.
read_table <- function(name) {
  path <- file.path(folder, "tables", paste0(name, ".csv"))
  read.csv(path, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
}
number <- function(text) as.numeric(text)

responses <- read_table("responses")
questions <- read_table("questions")
design <- read_table("design")
margin <- number(read_table("study")$similarity_margin)

whole <- c("trial_number", "round", "real_side", "chosen_side", "correct", "amended", "response_time_ms", "focus_lost",
           "fast", "impossible_time", "clock_back", "interrupted")
for (column in whole) responses[[column]] <- number(responses[[column]])

of_question <- function(question) questions[questions$question == question, ]

# What an answer stands for, beside each response: the tracing that it means, the answer that means the other tracing, and
# whether it says that what is asked for is there. And what was shown: the same pair in the same round, wherever it
# stood; of a single tracing, the real or the made one, which are not the same to look at.
responses <- local({
  at <- match(paste(responses$question, responses$answer), paste(questions$question, questions$answer))
  other <- paste(questions$question, 1 - number(questions$tracing))
  swapped <- questions$answer[match(other, paste(questions$question, questions$tracing))]
  single <- questions$tracings[match(responses$question, questions$question)] == "1"
  shown <- paste(responses$pair_id, responses$round)
  cbind(responses, tracing = number(questions$tracing[at]), swapped = swapped[at], detects = questions$detects[at] == "1",
        shown = ifelse(single, paste(shown, responses$real_side), shown), stringsAsFactors = FALSE)
})

# The answers that hold, each trial's last; of them the main trials; of them those that are right or wrong.
standing <- responses[responses$amended == 0, ]
main <- standing[standing$kind == "main", ]
decided <- function(rows) rows[!is.na(rows$correct), ]

# The groups of a column's values, in the order in which they first occur.
groups <- function(rows, key) split(rows, factor(key, levels = unique(key)))
# As the tables sort arms: by code point, whatever the language of the computer is.
in_order <- function(names) sort(names, method = "radix")

# ---- Proportions ----------------------------------------------------------------------------------------------------

wilson <- function(k, n) suppressWarnings(as.numeric(prop.test(k, n, correct = FALSE)$conf.int))
clopper_pearson <- function(k, n) as.numeric(binom.test(k, n)$conf.int)
p_two_sided <- function(k, n) binom.test(k, n, 0.5)$p.value
one_sided_lower <- function(k, n) if (k == 0) 0 else qbeta(0.05, k, n - k + 1)
one_sided_upper <- function(k, n) if (k == n) 1 else qbeta(0.95, k + 1, n - k)

# Off 0 and 1, where the normal quantile would be infinite.
finite_proportion <- function(k, n) if (k == 0 || k == n) (k + 0.5) / (n + 1) else k / n
near_zero <- function(x) if (abs(x) < 1e-12) 0 else x

newcombe <- function(k1, n1, k2, n2) {
  p1 <- k1 / n1
  p2 <- k2 / n2
  first <- wilson(k1, n1)
  second <- wilson(k2, n2)
  c(p1 - p2 - sqrt((p1 - first[1])^2 + (second[2] - p2)^2), p1 - p2 + sqrt((first[2] - p1)^2 + (p2 - second[1])^2))
}

# ---- Summary: one reader's answers in one arm -----------------------------------------------------------------------

forced_choice <- function(rows, complete) {
  k <- sum(rows$correct == 1)
  n <- nrow(rows)
  p <- finite_proportion(k, n)
  z <- qnorm(p)
  upper <- one_sided_upper(k, n)
  lower <- one_sided_lower(k, n)
  real_upper <- rows$real_side == 1
  chose_upper <- rows$chosen_side == 1
  both_sides <- any(real_upper) && any(!real_upper)
  criterion <- NA
  if (both_sides) {
    hits <- qnorm(finite_proportion(sum(chose_upper[real_upper]), sum(real_upper)))
    alarms <- qnorm(finite_proportion(sum(chose_upper[!real_upper]), sum(!real_upper)))
    criterion <- near_zero(-(hits + alarms) / 2)
  }
  list(d_prime = sqrt(2) * z, d_prime_se = sqrt(2) * sqrt(p * (1 - p) / n) / dnorm(z),
       similarity_margin = margin, similarity_lower = lower, similarity_upper = upper,
       indistinguishable = if (complete) as.numeric(1 - margin < lower && upper < margin) else NA,
       upper_chosen = sum(chose_upper), side_bias_c = criterion, side_bias_p = p_two_sided(sum(chose_upper), n))
}

detection <- function(rows, rated) {
  said <- rows$detects
  signal <- said == (rows$correct == 1)
  s <- sum(signal)
  z <- sum(!signal)
  result <- list(hit_rate = if (s > 0) sum(said[signal]) / s else NA,
                 false_alarm_rate = if (z > 0) sum(said[!signal]) / z else NA)
  if (s > 0 && z > 0) {
    h <- (sum(said[signal]) + 0.5) / (s + 1)
    f <- (sum(said[!signal]) + 0.5) / (z + 1)
    variance <- function(p, n) p * (1 - p) / n / dnorm(qnorm(p))^2
    result$detection_d_prime <- qnorm(h) - qnorm(f)
    result$detection_d_prime_se <- sqrt(variance(h, s) + variance(f, z))
    result$detection_c <- near_zero(-(qnorm(h) + qnorm(f)) / 2)
    if (rated) {
      above <- outer(number(rows$answer[signal]), number(rows$answer[!signal]), function(a, b) (a > b) + 0.5 * (a == b))
      result$roc_area <- mean(above)
    }
  }
  result
}

# The share of right answers again, of the trials that are not flagged.
without_flagged <- function(rows, has_chance) {
  flagged <- rows$focus_lost > 0 | rows$fast == 1 | rows$impossible_time == 1 | rows$clock_back == 1 | rows$interrupted == 1
  rows <- rows[!(flagged %in% TRUE), ]
  n <- nrow(rows)
  k <- sum(rows$correct == 1)
  exact <- if (n > 0) clopper_pearson(k, n) else c(NA, NA)
  list(flagged = sum(flagged, na.rm = TRUE), n_unflagged = n, correct_unflagged = k,
       proportion_unflagged = if (n > 0) k / n else NA, p_unflagged = if (n > 0 && has_chance) p_two_sided(k, n) else NA,
       ci_low_unflagged = exact[1], ci_high_unflagged = exact[2])
}

median_or_na <- function(times) if (length(times) > 0) median(times) else NA

summarise <- function(all) {
  rows <- decided(all)
  if (nrow(rows) == 0) return(NULL)
  first <- all[1, ]
  asked <- of_question(first$question)
  n <- nrow(rows)
  k <- sum(rows$correct == 1)
  planned <- number(design$planned[design$task == first$task & design$arm == first$arm])
  complete <- nrow(all) >= planned
  exact <- clopper_pearson(k, n)
  score <- wilson(k, n)
  times <- quantile(rows$response_time_ms, c(0.25, 0.5, 0.75), names = FALSE)
  has_chance <- !is.na(asked$chance[1])
  row <- list(session_id = first$session_id, task = first$task, arm = first$arm, round = first$round, n = n,
              planned = planned, complete = as.numeric(complete), correct = k, proportion = k / n,
              p_two_sided = if (has_chance) p_two_sided(k, n) else NA,
              ci_low = exact[1], ci_high = exact[2], wilson_low = score[1], wilson_high = score[2],
              response_time_q1_ms = times[1], response_time_median_ms = times[2], response_time_q3_ms = times[3],
              response_time_median_right_ms = median_or_na(rows$response_time_ms[rows$correct == 1]),
              response_time_median_wrong_ms = median_or_na(rows$response_time_ms[rows$correct == 0]),
              cannot_say = nrow(all) - n)
  kind <- asked$analysis[1]
  c(row, without_flagged(rows, has_chance),
    if (kind == "forced-choice") forced_choice(rows, complete)
    else detection(rows, kind == "rated-detection"))
}

# Rows of lists that have different fields; what one does not have is empty.
bind <- function(rows) {
  rows <- Filter(Negate(is.null), rows)
  if (length(rows) == 0) return(data.frame())
  fields <- unique(unlist(lapply(rows, names)))
  columns <- lapply(fields, function(field) sapply(rows, function(row) if (is.null(row[[field]])) NA else row[[field]]))
  data.frame(setNames(columns, fields), check.names = FALSE, stringsAsFactors = FALSE)
}

per_arm <- function(rows) {
  found <- list()
  for (session in groups(rows, rows$session_id)) for (task in groups(session, session$task))
    for (name in in_order(unique(task$arm))) {
      arm <- task[task$arm == name, ]
      for (round in groups(arm, arm$round)) found <- c(found, list(summarise(round)))
    }
  bind(found)
}

# ---- Arms of a task against each other ------------------------------------------------------------------------------

shown_by <- function(rows) paste(rows$dataset, rows$record, rows$other_record, sep = "\r")

compare <- function(first, second) {
  shared <- sum(shown_by(second) %in% shown_by(first))
  records <- if (shared == 0) "different"
             else if (shared == nrow(first) && shared == nrow(second)) "same" else "mixed"
  a <- decided(first)
  b <- decided(second)
  if (records == "same") {
    in_both <- intersect(shown_by(a), shown_by(b))
    a <- a[shown_by(a) %in% in_both, ]
    b <- b[shown_by(b) %in% in_both, ]
  }
  if (nrow(a) == 0 || nrow(b) == 0) return(NULL)
  k1 <- sum(a$correct == 1)
  k2 <- sum(b$correct == 1)
  row <- list(session_id = first$session_id[1], task = first$task[1], first_arm = first$arm[1],
              second_arm = second$arm[1], first_n = nrow(a), second_n = nrow(b), first_proportion = k1 / nrow(a),
              second_proportion = k2 / nrow(b), difference = k1 / nrow(a) - k2 / nrow(b), records = records)
  if (records == "different") {
    interval <- newcombe(k1, nrow(a), k2, nrow(b))
    row$difference_low <- interval[1]
    row$difference_high <- interval[2]
  }
  if (records == "same") {
    other <- b$correct[match(shown_by(a), shown_by(b))]
    row$only_first <- sum(a$correct == 1 & other == 0)
    row$only_second <- sum(a$correct == 0 & other == 1)
    differing <- row$only_first + row$only_second
    row$p_mcnemar <- if (differing == 0) 1 else p_two_sided(row$only_first, differing)
  }
  row
}

pairs_of <- function(count) if (count < 2) list() else combn(count, 2, simplify = FALSE)

per_pair_of_arms <- function(rows) {
  found <- list()
  for (session in groups(rows, rows$session_id)) {
    own <- list()
    for (task in groups(session, session$task)) {
      arms <- lapply(in_order(unique(task$arm)), function(name) task[task$arm == name, ])
      for (pair in pairs_of(length(arms))) own <- c(own, list(compare(arms[[pair[1]]], arms[[pair[2]]])))
    }
    own <- bind(own)
    if (nrow(own) > 0) {
      if (is.null(own$p_mcnemar)) own$p_mcnemar <- NA
      own$p_holm <- p.adjust(own$p_mcnemar, "holm")
      found <- c(found, lapply(seq_len(nrow(own)), function(i) as.list(own[i, ])))
    }
  }
  bind(found)
}

# ---- Agreement between readers, and of each with themselves ---------------------------------------------------------

# The answers as they would be with the real tracing on those sides: one that means a tracing moves with it.
as_shown <- function(rows, sides) ifelse(is.na(rows$tracing) | rows$real_side == sides, rows$answer, rows$swapped)

cohen <- function(table) {
  n <- sum(table)
  p <- table / n
  q <- nrow(p)
  rows <- rowSums(p)
  columns <- colSums(p)
  observed <- sum(diag(p))
  chance <- sum(rows * columns)
  means <- (rows + columns) / 2
  ac1_chance <- sum(means * (1 - means)) / (q - 1)
  result <- list(observed = observed, pabak = (q * observed - 1) / (q - 1),
                 ac1 = (observed - ac1_chance) / (1 - ac1_chance))
  if (!any(diag(table) == n)) {
    kappa <- (observed - chance) / (1 - chance)
    diagonal <- sum(diag(p) * (1 - (rows + columns) * (1 - kappa))^2)
    beside <- 0
    for (i in seq_len(q)) for (j in seq_len(q)) if (i != j) beside <- beside + p[i, j] * (columns[i] + rows[j])^2
    variance <- diagonal + (1 - kappa)^2 * beside - (kappa - chance * (1 - kappa))^2
    se <- sqrt(max(0, variance)) / ((1 - chance) * sqrt(n))
    result <- c(result, list(kappa = kappa, kappa_se = se, kappa_low = max(-1, kappa - qnorm(0.975) * se),
                             kappa_high = min(1, kappa + qnorm(0.975) * se)))
  }
  result
}

fleiss <- function(counts) {
  readers <- sum(counts[1, ])
  observed <- mean(rowSums(counts * (counts - 1)) / (readers * (readers - 1)))
  chance <- sum((colSums(counts) / (nrow(counts) * readers))^2)
  q <- ncol(counts)
  list(observed = observed, kappa = if (chance == 1) NA else (observed - chance) / (1 - chance),
       pabak = (q * observed - 1) / (q - 1))
}

agree <- function(sessions, reader_count) {
  first <- sessions[[1]]
  question <- first$question[1]
  together <- do.call(rbind, sessions)
  # Where the real tracing stood, by the last of them who saw the pair.
  last <- together[!duplicated(together$shown, fromLast = TRUE), ]
  given <- lapply(sessions, function(rows) {
    setNames(as_shown(rows, last$real_side[match(rows$shown, last$shown)]), rows$shown)
  })
  shared <- Reduce(intersect, lapply(given, names))
  if (length(shared) == 0) return(NULL)
  ids <- of_question(question)$answer
  row <- list(task = first$task[1], session_ids = paste(unique(sapply(sessions, function(s) s$session_id[1])), collapse = "; "),
              reader_count = reader_count, n = length(shared))
  if (length(sessions) == 2) {
    table <- table(factor(given[[1]][shared], ids), factor(given[[2]][shared], ids))
    c(row, cohen(unclass(table)))
  } else {
    answers <- sapply(given, function(one) one[shared])
    answers <- matrix(answers, nrow = length(shared))
    c(row, fleiss(matrix(sapply(ids, function(id) rowSums(answers == id)), nrow = length(shared))))
  }
}

per_group_of_readers <- function() {
  found <- list()
  rows <- decided(main)
  rows <- rows[rows$round == 1, ]
  for (task in groups(rows, rows$task)) {
    sessions <- unname(groups(task, task$session_id))
    for (pair in pairs_of(length(sessions))) found <- c(found, list(agree(sessions[pair], 2)))
    if (length(sessions) > 2) found <- c(found, list(agree(sessions, length(sessions))))
  }
  rows <- decided(standing)
  for (session in groups(rows, rows$session_id)) for (task in groups(session, session$task)) {
    once <- task[task$kind == "main", ]
    again <- task[task$kind == "repeat", ]
    if (nrow(once) > 0 && nrow(again) > 0) found <- c(found, list(agree(list(once, again), 1)))
  }
  bind(found)
}

# ---- How far readers differ: the chance-corrected beta-binomial --------------------------------------------------------

# Where a function of one number crosses 0 on the way from `inside`, where it is below, to `edge`; the edge if nowhere.
crossing <- function(f, inside, edge) {
  if (f(edge) <= 0) return(edge)
  if (inside == edge) return(edge)
  uniroot(f, sort(c(inside, edge)), tol = 1e-9, maxiter = 200)$root
}
FALLEN <- qnorm(0.975)
TOLD_APART <- c("told_apart", "told_apart_low", "told_apart_high", "overdispersion", "overdispersion_low",
                "overdispersion_high", "overdispersion_p")
LEAST_SHARE <- 1e-6
share_of <- function(x) pmin(1 - LEAST_SHARE, pmax(LEAST_SHARE, plogis(x)))

# The logarithm of the sum of choose(k, i) B(alpha + i, beta + n - k) / B(alpha, beta) over the i of k right pairs that were
# told apart, by rising factorials; added up over readers, of whom those with the same counts are taken together.
beta_binomial_likelihood <- function(k, n) {
  times <- tapply(k, paste(k, n), length)
  first <- !duplicated(paste(k, n))
  times <- as.numeric(times[paste(k, n)[first]])
  k <- k[first]
  n <- n[first]
  i <- 0:max(k)
  ways <- outer(k, i, function(a, b) suppressWarnings(lchoose(a, b)))
  wrong <- n - k
  steps <- seq_len(max(n)) - 1
  rising <- function(x) c(0, cumsum(log(x + steps)))
  both <- outer(wrong, i, "+") + 1
  inside <- both <= max(n) + 1
  function(mu, gamma) {
    if (gamma == 0) return(sum(times * (k * log1p(mu) + ifelse(wrong == 0, 0, wrong * log1p(-mu)))))
    total <- max(1e-9, (1 - gamma) / gamma)
    beta <- rising((1 - mu) * total)[wrong + 1]
    of_total <- rising(total)
    terms <- ways + rep(rising(mu * total)[i + 1], each = length(k)) - ifelse(inside, of_total[ifelse(inside, both, 1)], 0)
    highest <- terms[cbind(seq_along(k), max.col(terms, "first"))]
    sum(times * (beta + highest + log(rowSums(exp(terms - highest)))))
  }
}

# Newton's method on derivatives by differences of fourth order: a search by values ends where they differ by rounding.
newton_refined <- function(f, from) {
  h <- 0.02
  at <- from
  for (round in 1:4) {
    value <- function(i, j) f(at + h * c(i, j))
    slope <- c(8 * (value(1, 0) - value(-1, 0)) - value(2, 0) + value(-2, 0),
               8 * (value(0, 1) - value(0, -1)) - value(0, 2) + value(0, -2)) / (12 * h)
    mixed <- (value(1, 1) - value(1, -1) - value(-1, 1) + value(-1, -1)) / 4
    bend <- matrix(c(value(1, 0) - 2 * f(at) + value(-1, 0), mixed, mixed, value(0, 1) - 2 * f(at) + value(0, -1)), 2) / h^2
    if (!(is.finite(det(bend)) && bend[1, 1] > 0 && det(bend) > 0)) return(from)
    at <- at - solve(bend, slope)
    if (sqrt(sum((at - from)^2)) > 0.05) return(from)
  }
  at
}

beta_binomial <- function(k, n) {
  likelihood <- beta_binomial_likelihood(k, n)
  wrong_way <- function(at) -likelihood(share_of(at[1]), share_of(at[2]))
  starts <- expand.grid(c(-3, -1, 1, 3), c(-4, -2, 0, 2))
  start <- unlist(starts[which.min(apply(starts, 1, wrong_way)), ])
  for (again in 1:3) start <- optim(start, wrong_way, control = list(reltol = 1e-15, maxit = 2000))$par
  at <- newton_refined(wrong_way, start)
  pooled <- max(0, 2 * sum(k) / sum(n) - 1)
  none <- likelihood(pooled, 0)
  best <- max(-wrong_way(at), none)
  mu <- if (best == none) pooled else share_of(at[1])
  gamma <- if (best == none) 0 else share_of(at[2])
  # The highest likelihood with one of them given, by the other, looked for on both sides of the best of a few.
  highest <- function(f) {
    few <- seq(qlogis(LEAST_SHARE), qlogis(1 - LEAST_SHARE), length.out = 16)
    values <- sapply(few, f)
    middle <- which.max(values)
    ends <- few[c(max(1, middle - 1), min(length(few), middle + 1))]
    max(values, optimize(function(x) max(-1e100, f(x)), ends, maximum = TRUE, tol = 1e-8)$objective)
  }
  of_mu <- function(given) max(likelihood(given, 0), highest(function(x) likelihood(given, share_of(x))))
  of_gamma <- function(given) highest(function(x) likelihood(share_of(x), given))
  fallen <- function(profile) function(given) min(10, sqrt(max(0, 2 * (best - profile(given))))) - FALLEN
  list(told_apart = mu, told_apart_low = crossing(fallen(of_mu), mu, 0), told_apart_high = crossing(fallen(of_mu), mu, 1),
       overdispersion = gamma, overdispersion_low = crossing(fallen(of_gamma), gamma, 0),
       overdispersion_high = crossing(fallen(of_gamma), gamma, 1),
       overdispersion_p = 2 * pnorm(-sqrt(max(0, 2 * (best - none)))))
}

# ---- Over all readers -----------------------------------------------------------------------------------------------

FEW_READERS <- 5
# A variance of fewer than a million answers is larger, unless it is the rounding of 0.
LEAST_VARIANCE <- 1e-14

# What a reader judged: a record, with the record of the other tracing; of single tracings, which of the two.
case_of <- function(rows) {
  single <- of_question(rows$question[1])$tracings[1] == "1"
  if (single) paste(shown_by(rows), rows$real_side, sep = "\r") else shown_by(rows)
}

# Readers x cases: how often each reader judged each case, and how often that was right.
score_tables <- function(rows, readers, cases) {
  cell <- list(factor(rows$session_id, readers), factor(case_of(rows), cases))
  fill <- function(values) {
    table <- tapply(values, cell, sum)
    table[is.na(table)] <- 0
    matrix(table, nrow = length(readers))
  }
  list(n = fill(rep(1, nrow(rows))), s = fill(rows$correct))
}

# The covariance of two shares over random readers and cases (Gallas et al. 2007, Gallas and Brown 2008), in three parts:
# products of two scores that share the reader, the case, or both, beyond those that share neither.
covariance_parts <- function(a, b) {
  kinds <- function(x, y) {
    cell <- sum(x * y)
    reader <- sum(rowSums(x) * rowSums(y)) - cell
    case <- sum(colSums(x) * colSums(y)) - cell
    c(reader = reader, case = case, both = cell, neither = sum(x) * sum(y) - reader - case - cell)
  }
  pairs <- kinds(a$n, b$n)
  if (pairs[["neither"]] == 0) return(NULL)
  mean_of <- ifelse(pairs > 0, kinds(a$s, b$s) / pmax(pairs, 1), 0)
  beyond <- ifelse(pairs > 0, mean_of - mean_of[["neither"]], 0)
  if (pairs[["both"]] > 0) beyond[["both"]] <- beyond[["both"]] - beyond[["reader"]] - beyond[["case"]]
  c(reader = (pairs[["reader"]] + pairs[["both"]]) * beyond[["reader"]],
    case = (pairs[["case"]] + pairs[["both"]]) * beyond[["case"]],
    both = pairs[["both"]] * beyond[["both"]]) / (sum(a$n) * sum(b$n))
}

random_readers <- function(arms) {
  total <- c(reader = 0, case = 0, both = 0)
  for (i in seq_along(arms)) for (j in seq_along(arms)) {
    parts <- covariance_parts(arms[[i]], arms[[j]])
    if (is.null(parts)) return(NULL)
    total <- total + (if (i == j) 1 else -1) * parts
  }
  with_readers <- total[["reader"]] + total[["both"]]
  variance <- with_readers + max(0, total[["case"]])
  nothing <- with_readers < 1e-4 * variance
  list(variance = variance,
       df = if (nothing) ncol(arms[[1]]$n) - 1 else (variance / with_readers)^2 * (nrow(arms[[1]]$n) - 1))
}

# Of these readers alone: the variance between cases of what all readers together add to the estimate.
fixed_readers <- function(arms) {
  cases <- ncol(arms[[1]]$n)
  if (cases < 2) return(NULL)
  off <- function(arm) (colSums(arm$s) - colSums(arm$n) * sum(arm$s) / sum(arm$n)) / sum(arm$n)
  added <- off(arms[[1]]) - (if (length(arms) == 2) off(arms[[2]]) else 0)
  list(variance = cases / (cases - 1) * sum(added^2), df = cases - 1)
}

# The generator of the program is one of R's: every draw is the same. Gives the kind that it was before.
seeded_as_the_program <- function() {
  kind <- RNGkind("Wichmann-Hill")
  assign(".Random.seed", c(.Random.seed[1], 12345L, 23456L, 1L), envir = globalenv())
  kind[1]
}

# The bootstrap over readers (where they are random) and cases, whose deviations from the estimate are scaled to the
# standard error by Student's t.
DRAWS <- 2000

bootstrap <- function(arms, estimate, fixed, se, df) {
  readers <- nrow(arms[[1]]$n)
  cases <- ncol(arms[[1]]$n)
  kind <- seeded_as_the_program()
  on.exit(RNGkind(kind))
  times <- function(places, count) t(apply(floor(count * places), 2, function(one) tabulate(one + 1, count)))
  estimates <- numeric()
  while (length(estimates) < DRAWS) {
    # A column for each draw: its readers, then its cases.
    drawn <- matrix(runif((DRAWS - length(estimates)) * ((if (fixed) 0 else readers) + cases)),
                    ncol = DRAWS - length(estimates))
    of_readers <- if (fixed) matrix(1, ncol(drawn), readers) else times(drawn[seq_len(readers), , drop = FALSE], readers)
    of_cases <- times(tail(drawn, cases), cases)
    share <- function(arm) {
      total <- function(table) rowSums((of_readers %*% table) * of_cases)
      total(arm$s) / total(arm$n)
    }
    found <- share(arms[[1]]) - (if (length(arms) == 2) share(arms[[2]]) else 0)
    estimates <- c(estimates, found[!is.nan(found)])
  }
  off <- estimates - estimate
  if (!(sd(off) > 0)) return(list(bootstrap_low = NA, bootstrap_high = NA))
  scale <- se / sd(off) * qt(0.975, df) / qnorm(0.975)
  ends <- sort(off)[floor(c(0.025, 0.975) * (DRAWS - 1) + 0.5) + 1]
  list(bootstrap_low = max(if (length(arms) == 2) -1 else 0, estimate + scale * ends[1]),
       bootstrap_high = min(1, estimate + scale * ends[2]))
}

over_readers <- function(first, second = NULL) {
  rows <- rbind(first, second)
  readers <- unique(rows$session_id)
  cases <- unique(case_of(rows))
  arms <- lapply(Filter(Negate(is.null), list(first, second)), score_tables, readers, cases)
  shares <- sapply(arms, function(arm) sum(arm$s) / sum(arm$n))
  estimate <- shares[1] - sum(shares[-1])
  fixed <- length(readers) < FEW_READERS
  row <- list(task = first$task[1], question = first$question[1], arm = first$arm[1],
              second_arm = if (is.null(second)) NA else second$arm[1], readers = if (fixed) "fixed" else "random",
              reader_count = length(readers), case_count = length(cases), n = nrow(rows), estimate = estimate)
  told_apart <- list()
  if (!fixed && is.null(second) && of_question(first$question[1])$analysis[1] == "forced-choice") {
    each <- groups(first, first$session_id)
    told_apart <- beta_binomial(sapply(each, function(rows) sum(rows$correct == 1)), sapply(each, nrow))
  }
  spread <- if (fixed) fixed_readers(arms) else random_readers(arms)
  if (is.null(spread) || spread$variance < LEAST_VARIANCE) return(c(row, told_apart))
  se <- sqrt(spread$variance)
  half <- qt(0.975, spread$df) * se
  chance <- if (is.null(second)) number(of_question(first$question[1])$chance[1]) else 0
  c(row, list(se = se, df = spread$df, ci_low = max(if (is.null(second)) 0 else -1, estimate - half),
              ci_high = min(1, estimate + half), p_two_sided = 2 * pt(-abs((estimate - chance) / se), spread$df)),
    bootstrap(arms, estimate, fixed, se, spread$df), told_apart)
}

per_panel <- function(rows) {
  found <- list()
  for (task in groups(rows, rows$task)) {
    if (length(unique(task$session_id)) < 2) next
    arms <- lapply(in_order(unique(task$arm)), function(name) task[task$arm == name, ])
    found <- c(found, lapply(arms, over_readers),
               lapply(pairs_of(length(arms)), function(pair) over_readers(arms[[pair[1]]], arms[[pair[2]]])))
  }
  found <- bind(found)
  if (nrow(found) == 0) return(found)
  # Empty where no row has one, which is held against the table too.
  for (column in c("se", "df", "ci_low", "ci_high", "p_two_sided", "bootstrap_low", "bootstrap_high", TOLD_APART))
    if (is.null(found[[column]])) found[[column]] <- NA
  found$p_holm <- NA
  compared <- !is.na(found$second_arm)
  found$p_holm[compared] <- p.adjust(found$p_two_sided[compared], "holm")
  found
}

# ---- Detection thresholds -------------------------------------------------------------------------------------------

SAME <- 1e-6
PULL <- 1e-6
MOST_LAPSES <- 0.06

# Right answers by chance or because the pair was told apart, and what is left of them: of rows of ln(threshold), ln(slope)
# and lapses as a share of their bound, at each size. The shares of wrong answers are those that small numbers keep digits in.
weibull <- function(at, logs) {
  slope <- exp(at[, 2])
  v <- slope * outer(-at[, 1], logs, "+")
  u <- exp(v)
  missed <- exp(-log(2) * u)
  lapses <- at[, 3] * MOST_LAPSES
  wrong <- pmax(1e-100, 0.5 * missed - lapses * expm1(-log(2) * u))
  list(slope = slope, v = v, u = u, missed = missed, seen = -expm1(-log(2) * u), wrong = wrong, right = 1 - wrong,
       top = 0.5 - lapses)
}

# k, n: a row for each reader, simulated ones too; n is the same for all.
deviances <- function(at, logs, k, n) {
  curve <- weibull(at, logs)
  part <- function(observed, expected) ifelse(observed == 0, 0, observed * log(observed / expected))
  2 * rowSums(part(k, n * curve$right) + part(n - k, n * curve$wrong))
}

# Where each row of `at` ends that goes down by Newton's steps within the bounds, damped until each step does (Levenberg,
# Marquardt); all rows at once. `given`: with the threshold as it is. methods.md says what the pull is for.
fitted_curves <- function(at, logs, k, n, given = FALSE) {
  lows <- c(min(logs) - log(10), log(0.3), 0)
  highs <- c(max(logs) + log(10), log(20), 1)
  centre <- c(mean(logs), log(2), 0)
  within <- function(at) {
    for (j in (if (given) 2 else 1):3) at[, j] <- pmin(highs[j], pmax(lows[j], at[, j]))
    at
  }
  value_of <- function(at, k, n) deviances(at, logs, k, n) / 2 + PULL / 2 * colSums((t(at) - centre)^2)
  at <- within(at)
  value <- value_of(at, k, n)
  rounding <- 1e-14 * rowSums(n)
  damping <- rep(1e-3, nrow(at))
  going <- seq_len(nrow(at))
  for (step in 1:300) {
    if (length(going) == 0) break
    here <- at[going, , drop = FALSE]
    moved <- within(here - newton_step(here, logs, k[going, , drop = FALSE], n[going, , drop = FALSE], damping[going],
                                       list(lows = lows, highs = highs, centre = centre, given = given)))
    usable <- !is.na(rowSums(moved))
    found <- rep(Inf, length(going))
    found[usable] <- value_of(moved[usable, , drop = FALSE], k[going[usable], , drop = FALSE], n[going[usable], , drop = FALSE])
    lower <- !is.na(found) & found <= value[going] + rounding[going]
    size <- ifelse(lower, apply(abs(moved - here), 1, max), Inf)
    at[going[lower], ] <- moved[lower, ]
    value[going[lower]] <- found[lower]
    damping[going] <- damping[going] * ifelse(lower, 0.1, 10)
    going <- going[size >= 1e-11 & damping[going] < 1e14]
  }
  list(at = at, value = value)
}

# The step of each row; NA where it leads nowhere down.
newton_step <- function(at, logs, k, n, damping, bounds) {
  curve <- weibull(at, logs)
  slope <- curve$slope
  v <- curve$v
  rise <- log(2) * curve$missed * curve$u
  a <- curve$top * rise
  bend <- 1 - log(2) * curve$u
  first <- list(-slope * a, v * a, -MOST_LAPSES * curve$seen)
  second <- list(slope^2 * a * bend, -slope * a * (1 + bend * v), MOST_LAPSES * slope * rise,
                 v * a * (1 + bend * v), -MOST_LAPSES * v * rise, 0 * a)
  once <- k / curve$right - (n - k) / curve$wrong
  twice <- k / curve$right^2 + (n - k) / curve$wrong^2
  g <- sapply(1:3, function(i) PULL * (at[, i] - bounds$centre[i]) - rowSums(once * first[[i]]))
  g <- matrix(g, nrow(at))
  which_of <- matrix(c(1, 2, 3, 2, 4, 5, 3, 5, 6), 3)
  free <- sapply(1:3, function(j) !(bounds$given && j == 1) & !(at[, j] == bounds$lows[j] & g[, j] > 0) &
                                  !(at[, j] == bounds$highs[j] & g[, j] < 0))
  free <- matrix(free, nrow(at))
  H <- function(i, j) {
    h <- rowSums(twice * first[[i]] * first[[j]] - once * second[[which_of[i, j]]])
    if (i == j) h <- (h + PULL) + damping * (abs(h + PULL) + PULL)
    ifelse(free[, i] & free[, j], h, as.numeric(i == j))
  }
  g <- g * free
  # Cholesky's factors, of all rows at once.
  root <- function(x) suppressWarnings(sqrt(ifelse(x > 0 & x < Inf, x, NA)))
  l11 <- root(H(1, 1)); l21 <- H(2, 1) / l11; l31 <- H(3, 1) / l11
  l22 <- root(H(2, 2) - l21^2); l32 <- (H(3, 2) - l31 * l21) / l22
  l33 <- root(H(3, 3) - l31^2 - l32^2)
  y1 <- g[, 1] / l11; y2 <- (g[, 2] - l21 * y1) / l22; y3 <- (g[, 3] - l31 * y1 - l32 * y2) / l33
  x3 <- y3 / l33; x2 <- (y2 - l32 * x3) / l22; x1 <- (y1 - l21 * x2 - l31 * x3) / l11
  cbind(x1, x2, x3)
}

best_curve <- function(starts, logs, k, n, given = FALSE) {
  rows <- function(x) matrix(x, nrow(starts), length(x), byrow = TRUE)
  found <- fitted_curves(starts, logs, rows(k), rows(n), given)
  found$at[which.min(found$value), , drop = FALSE]
}

SIMULATED <- 1000

# Whether this slope and these lapses are as likely as the best ones, with the threshold that suits them: where all is seen from
# the smallest size on, or nothing up to the largest, a whole valley of curves is.
as_likely <- function(slope, lapses, logs, k, n, own) {
  off <- function(log) {
    at <- cbind(log, log(slope), lapses / MOST_LAPSES)
    deviances(at, logs, matrix(k, 1), matrix(n, 1))
  }
  few <- seq(min(logs) - log(10), max(logs) + log(10), length.out = 100)
  middle <- which.min(sapply(few, off))
  optimize(off, few[c(max(1, middle - 1), min(100, middle + 1))], tol = 1e-8)$objective <= own + 1e-5
}

threshold_of <- function(sizes, k, n, published) {
  logs <- log(sizes)
  one <- function(x) matrix(x, 1)
  shapes <- as.matrix(expand.grid(slope = log(c(0.6, 1, 2, 4.5, 9)), lapses = c(0.1, 0.8)))
  fit <- best_curve(cbind(rep(logs, each = nrow(shapes)), shapes[rep(seq_len(nrow(shapes)), length(logs)), ]), logs, k, n)
  own <- deviances(fit, logs, one(k), one(n))
  row <- list(sizes = length(sizes), n = sum(n), threshold_uv = NA, threshold_low_uv = NA, threshold_high_uv = NA,
              beyond = NA, slope = exp(fit[2]), lapses = fit[3] * MOST_LAPSES)
  if (fit[1] < min(logs)) row$beyond <- "below"
  else if (fit[1] > max(logs)) row$beyond <- "above"
  else row$threshold_uv <- exp(fit[1])
  if (!is.na(row$beyond) && as_likely(published$slope, published$lapses, logs, k, n, own))
    row[c("slope", "lapses")] <- published
  fallen <- function(log) {
    starts <- unname(cbind(log, rbind(fit[2:3], shapes)))
    sqrt(max(0, deviances(best_curve(starts, logs, k, n, given = TRUE), logs, one(k), one(n)) - own)) - FALLEN
  }
  edges <- range(logs)
  nearest <- min(edges[2], max(edges[1], fit[1]))
  if (fallen(nearest) < 0) {
    low <- crossing(fallen, nearest, edges[1])
    high <- crossing(fallen, nearest, edges[2])
    if (low != edges[1]) row$threshold_low_uv <- exp(low)
    if (high != edges[2]) row$threshold_high_uv <- exp(high)
  }
  # Readers simulated with the curve, by the draws of the program.
  kind <- seeded_as_the_program()
  on.exit(RNGkind(kind))
  drawn <- matrix(runif(SIMULATED * sum(n)), SIMULATED, byrow = TRUE)
  level <- rep(seq_along(n), n)
  right <- weibull(fit, logs)$right
  simulated <- sapply(seq_along(n), function(j) rowSums(drawn[, level == j, drop = FALSE] < right[j]))
  each <- matrix(n, SIMULATED, length(n), byrow = TRUE)
  ends <- fitted_curves(matrix(fit, SIMULATED, 3, byrow = TRUE), logs, simulated, each)$at
  row$p_fit <- mean(deviances(ends, logs, simulated, each) >= own - SAME)
  row
}

per_attack <- function(rows) {
  rows <- rows[!is.na(rows$attack) & !is.na(rows$epsilon_uv), ]
  asked <- questions$analysis[match(rows$question, questions$question)]
  rows <- rows[asked %in% "forced-choice", ]
  found <- list()
  table <- read_table("thresholds")
  for (session in groups(rows, rows$session_id)) for (shown in groups(session, paste(session$task, session$attack))) {
    arms <- groups(shown, shown$arm)
    sizes <- unique(number(shown$epsilon_uv))
    # Two arms of one budget, or two budgets in one arm, differ in something else.
    if (length(sizes) < 3 || length(sizes) != length(arms)) next
    first <- shown[1, ]
    at <- match(paste(first$session_id, first$task, first$attack), paste(table$session_id, table$task, table$attack))
    found <- c(found, list(c(
      list(session_id = first$session_id, task = first$task, attack = first$attack),
      threshold_of(sapply(arms, function(arm) number(arm$epsilon_uv[1])), sapply(arms, function(arm) sum(arm$correct == 1)),
                   sapply(arms, nrow), list(slope = number(table$slope[at]), lapses = number(table$lapses[at]))))))
  }
  bind(found)
}

# ---- Held against the tables ----------------------------------------------------------------------------------------

held <- 0
differing <- character()

hold <- function(name, computed, keys) {
  published <- read_table(name)
  if (nrow(published) != nrow(computed))
    differing <<- c(differing, sprintf("%s has %d rows, and %d were computed", name, nrow(published), nrow(computed)))
  if (nrow(computed) == 0 || nrow(published) == 0) return(invisible())
  write.csv(computed, file.path(folder, paste0("recomputed-", name, ".csv")), row.names = FALSE, na = "")
  key <- function(rows) do.call(paste, c(unname(lapply(keys, function(k) as.character(rows[[k]]))), sep = "\r"))
  at <- match(key(published), key(computed))
  for (column in setdiff(intersect(names(computed), names(published)), keys)) {
    want <- published[[column]]
    got <- computed[[column]][at]
    both_numbers <- suppressWarnings(!is.na(number(want)) & !is.na(number(got)))
    close <- ifelse(both_numbers, suppressWarnings(abs(number(want) - number(got)) <= TOLERANCE * pmax(1, abs(number(want)))),
                    (is.na(want) & is.na(got)) | (!is.na(want) & !is.na(got) & want == as.character(got)))
    held <<- held + length(want)
    for (i in which(!close | is.na(close)))
      differing <<- c(differing, sprintf("%s, row %d, %s: %s in the table, %s computed", name, i, column, want[i], got[i]))
  }
}

hold("summary", per_arm(main), c("session_id", "task", "arm", "round"))
hold("arms", per_pair_of_arms(main[main$round == 1, ]), c("session_id", "task", "first_arm", "second_arm"))
hold("agreement", per_group_of_readers(), c("task", "session_ids", "reader_count"))
hold("panel", per_panel(decided(main[main$round == 1, ])), c("task", "arm", "second_arm"))
hold("thresholds", per_attack(decided(main[main$round == 1, ])), c("session_id", "task", "attack"))

for (line in differing) cat(line, "\n", sep = "")
cat(sprintf("%d of %d values agree to %g.\n", held - length(differing), held, TOLERANCE))
quit(status = if (length(differing) == 0) 0 else 1)
