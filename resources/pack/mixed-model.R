# All readers of a study together: a probit mixed model of the right answers, with readers and pairs crossed at random, by
# lme4 (install.packages("lme4")). Run it in the folder that it lies in:
#
#   Rscript mixed-model.R
#
# For each question with a level of chance, and for its arms: the share of right answers that a typical reader gives to a
# typical pair, with its 95 % interval (Wald, on the probit scale), and the spread of readers and of pairs on that scale.
# Its note says whether the interval can be relied upon. It writes mixed-model.csv. analysis.R never pools readers; here their answers are not taken for independent, but with
# fewer than five readers the spread between readers is hardly known, and the script says so.

suppressPackageStartupMessages(library(lme4))

FEW_READERS <- 5
# By how much two standard errors of the same estimate may differ, as a share of one of them.
DIFFERING <- 0.2

folder <- local({
  file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
  if (length(file) == 1) dirname(normalizePath(file)) else getwd()
})
read_table <- function(name) {
  path <- file.path(folder, "tables", paste0(name, ".csv"))
  read.csv(path, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
}

responses <- read_table("responses")
questions <- read_table("questions")
with_chance <- unique(questions$question[!is.na(questions$chance)])
main <- responses[responses$amended == "0" & responses$kind == "main" & !is.na(responses$correct), ]
main <- main[main$question %in% with_chance & main$round == "1", ]
main$correct <- as.numeric(main$correct)

# The standard error of the estimate, with what must be said of it. At the edge of what a spread can be, and where the fit did
# not converge, the Hessian that lme4 takes by finite differences can be far off, and the interval by it many times too
# narrow. So the error is that of the fitted decomposition (RX), and the Hessian's only where it is the wider by much.
standard_error <- function(model) {
  by <- function(hessian) {
    covariance <- tryCatch(suppressWarnings(vcov(model, use.hessian = hessian)), error = function(e) NULL)
    if (is.null(covariance)) NA else suppressWarnings(sqrt(covariance[1, 1]))
  }
  fitted <- by(FALSE)
  hessian <- by(TRUE)
  if (!is.finite(hessian)) return(list(error = fitted, note = "the Hessian gives no standard error: that of RX is used"))
  if (abs(hessian - fitted) <= DIFFERING * fitted) return(list(error = fitted, note = NULL))
  list(error = max(hessian, fitted),
       note = sprintf("standard errors differ (%.3g by RX, %.3g by the Hessian): the wider is used", fitted, hessian))
}

fit_arm <- function(rows) {
  readers <- length(unique(rows$session_id))
  result <- data.frame(task = rows$task[1], arm = rows$arm[1], readers = readers, pairs = length(unique(rows$pair_id)),
                       n = nrow(rows), share = NA, low = NA, high = NA, sd_readers = NA, sd_pairs = NA, note = "")
  if (readers < 2) {
    result$note <- "one reader: see the summary"
    return(result)
  }
  if (length(unique(rows$correct)) < 2) {
    result$note <- "all answers alike: there is nothing to fit"
    return(result)
  }
  said <- character()
  model <- withCallingHandlers(
    glmer(correct ~ 1 + (1 | session_id) + (1 | pair_id), data = rows, family = binomial("probit")),
    warning = function(w) { said <<- c(said, conditionMessage(w)); invokeRestart("muffleWarning") },
    message = function(m) { said <<- c(said, sub("\n$", "", conditionMessage(m))); invokeRestart("muffleMessage") })
  estimate <- fixef(model)[[1]]
  measured <- standard_error(model)
  error <- measured$error
  spread <- as.data.frame(VarCorr(model))
  result$share <- pnorm(estimate)
  result$low <- pnorm(estimate - qnorm(0.975) * error)
  result$high <- pnorm(estimate + qnorm(0.975) * error)
  result$sd_readers <- spread$sdcor[spread$grp == "session_id"]
  result$sd_pairs <- spread$sdcor[spread$grp == "pair_id"]
  few <- if (readers < FEW_READERS) sprintf("%d readers are too few to generalise to others", readers)
  singular <- if (isSingular(model)) "singular fit: readers or pairs hardly vary here, or are too few to show it"
  off <- if (any(grepl("failed to converge|unidentifiable", said))) "the fit did not converge: do not rely on it"
  result$note <- gsub("\\s+", " ", paste(c(few, singular, off, measured$note, said), collapse = "; "))
  result
}

keys <- unique(main[c("task", "arm")])
if (nrow(keys) == 0) {
  cat("There is no question with a level of chance, or nobody has answered one.\n")
} else {
  fitted <- do.call(rbind, lapply(seq_len(nrow(keys)), function(i) {
    fit_arm(main[main$task == keys$task[i] & main$arm == keys$arm[i], ])
  }))
  write.csv(fitted, file.path(folder, "mixed-model.csv"), row.names = FALSE, na = "")
  print(fitted, digits = 3, row.names = FALSE)
}
