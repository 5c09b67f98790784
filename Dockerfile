# The compiled binary on a distroless base, with a sample job to run at once. No shell, no package manager, no Deno.
#
#     docker build -t mlops-task .
#     docker run --rm mlops-task
#
# Both bases can be replaced: a mirror, a digest, or the stand-ins that tests/container builds.
ARG DENO_IMAGE=docker.io/denoland/deno:2.9.6
ARG BASE_IMAGE=gcr.io/distroless/cc-debian13:nonroot

# The build runs on the builder's own processor: the binary for another one is made by choosing its runtime.
FROM --platform=${BUILDPLATFORM:-linux/amd64} ${DENO_IMAGE} AS build
USER root
WORKDIR /src
# Dependencies first: they stay in the cache while only the code changes.
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY main.ts LICENSE ./
COPY lib lib/
COPY tools tools/
ARG TARGETARCH
ARG COMMIT=unknown
RUN case "${TARGETARCH:-$(uname -m)}" in \
      amd64 | x86_64) target=x86_64-unknown-linux-gnu ;; \
      arm64 | aarch64) target=aarch64-unknown-linux-gnu ;; \
      *) echo "no binary for $TARGETARCH" >&2; exit 1 ;; \
    esac && \
    deno task compile --target "$target" --output dist/batch-signal --commit "$COMMIT"
# What the job may write into belongs to it; its sample is there to be read.
COPY config.yaml data.csv image/job/
RUN chmod 755 image/job && chmod 444 image/job/*

FROM ${BASE_IMAGE}
ARG VERSION=unknown
ARG COMMIT=unknown
ARG SOURCE=
LABEL org.opencontainers.image.title="batch-signal" \
      org.opencontainers.image.description="Price candles in, an exact trading signal out" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${COMMIT}" \
      org.opencontainers.image.source="${SOURCE}"
ENV NO_COLOR=1
COPY --chmod=444 LICENSE /licenses/batch-signal/LICENSE
COPY --from=build --chmod=555 /src/dist/batch-signal /usr/local/bin/batch-signal
# A folder is copied with its owner; a folder that WORKDIR makes belongs to root.
COPY --from=build --chown=65532:65532 /src/image/ /
USER 65532:65532
WORKDIR /job
ENTRYPOINT ["/usr/local/bin/batch-signal"]
CMD ["--input", "data.csv", "--config", "config.yaml", "--output", "metrics.json", "--log-file", "run.log"]
