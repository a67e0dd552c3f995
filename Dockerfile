# Graft as an image, made of the distributions: ./mvnw -B package -Prelease -Dmaven.test.skip
# An image for arm64 (--platform linux/arm64) takes those made with -Dnative.platform=linux-arm64.
#
#   docker build -t graft .                   all of it
#   docker build -t graft --target predict .  predict and serve only, without ND4J
#
#   BASE  a Debian, of a registry or of one's own
#         (debian@sha256:… holds it to one content; a tag does not)
ARG BASE=debian:bookworm-slim

# The distribution, and a Java cut down to what runs it.
FROM ${BASE} AS parts
RUN mkdir -p /usr/share/man/man1 \
 && apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jdk-headless
RUN jlink --add-modules java.se,jdk.crypto.ec,jdk.unsupported,jdk.zipfs --strip-java-debug-attributes \
    --no-header-files --no-man-pages --output /java \
 && /java/bin/java -Xshare:dump
ADD target/graft-*.tar.gz /
RUN case $(uname -m) in aarch64) platform=linux-arm64 ;; *) platform=linux-x86_64 ;; esac \
 && mv /graft-predict-*-$platform /graft-predict \
 && mv /graft-[0-9]*-$platform /graft

FROM ${BASE} AS java
# What Java decodes JPEG and colour profiles with, and ND4J for arm64 shares work by.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libjpeg62-turbo liblcms2-2 libgomp1 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin \
 && useradd --uid 10001 --home-dir /graft --create-home graft \
 && chmod 1777 /graft
COPY --from=parts /java /opt/java
# Shelf, caches and unpacked native code: a volume here keeps them, whoever runs the container.
ENV LANG=C.UTF-8 JAVA_HOME=/opt/java GRAFT_HOME=/graft GRAFT_JAVA_OPTS=-Duser.home=/graft
WORKDIR /work
USER graft
ENTRYPOINT ["/opt/graft/graft"]
CMD ["--help"]
EXPOSE 8080
# Of `serve` on its own port.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]

FROM java AS predict
COPY --from=parts /graft-predict /opt/graft

FROM java AS graft
COPY --from=parts /graft /opt/graft
