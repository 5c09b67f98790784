/**
 * The usage of the job: the page that `--help` prints. Completions and the man page are made of it too.
 *
 * @module
 */

/** A command line that asks for its usage. */
export interface HelpCommand {
  readonly name: "help";
  /** The whole page. */
  readonly text: string;
}

/** At most 24 lines of 100 characters. */
export const USAGE = `batch-signal: price candles in, an exact trading signal out

usage:
  batch-signal --input data.csv --config config.yaml --output metrics.json --log-file run.log
  batch-signal inspect data.csv [--config-only]  say what a file is, and print the config that fits
  batch-signal merge, compare, verify, completions, schema  add up, compare, check runs; for shells

  -i, --input FILE       candles as CSV, or gzip, zstd, zip of it; - is standard input; repeatable
  -c, --config FILE      YAML with the keys seed, window and version
  -o, --output FILE      metrics as JSON; the same text goes to standard output
  -l, --log-file FILE    the log of this run; - is standard error
      --signals FILE; --rejects FILE  the signals: .csv, .csv.gz, .jsonl or .parquet; skipped rows
      --report FILE      the run on one HTML page, with charts
      --manifest FILE; --prometheus FILE  digests of all files, for verify; for an exporter, *.prom
      --resume FILE; --checkpoint FILE  the state to go on from; the state for a later run
      --log-format NAME; --threads N  text (default) or json; threads that read a file, 1 to 64
      --previous FILE; --now TIME  earlier metrics, for max_rate_change; the time, for max_age
  -q, --quiet            no progress bar, and warnings in the log only
  -h, --help; -V, --version  print this page; print the version

exit codes:
  0  success                3  invalid config         6  a check said no; a retry does not help
  1  internal error, a bug  4  invalid data           130, 143  stopped by SIGINT, SIGTERM
  2  wrong usage            5  cannot read or write; a retry may help
`;
