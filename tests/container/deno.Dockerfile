# A stand-in for docker.io/denoland/deno: Debian packages, this machine's deno, and a file in the place of denort.
FROM scratch
ADD deno.tar /
COPY deno denort /usr/bin/
COPY certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    DENO_TLS_CA_STORE=system \
    DENORT_BIN=/usr/bin/denort
