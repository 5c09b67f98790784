# The compiled binary on a distroless base, with a sample job to run at once. No shell, no package manager, no Deno.
#
#     docker build -t mlops-task .
#     docker run --rm mlops-task
#
# The digests are those of lists of images, one for each processor. They stand in FROM, and not in arguments, because that
# is where the update bot looks. A mirror takes a base's place with docker build --build-context BASE=docker-image://MIRROR.

# The build runs on the builder's own processor: the binary for another one is made by choosing its runtime.
FROM --platform=${BUILDPLATFORM:-linux/amd64} docker.io/denoland/deno:2.9.6@sha256:2014dc167ece617ef7e7ba40631ac2234c59e75ce693e7cc2dc2602b3c87859d AS build
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

FROM gcr.io/distroless/cc-debian13:nonroot@sha256:e792ab3d241a468a4fd7519ddbbebe66b49b5f365771716ea688ad40b6c6f1c2
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
