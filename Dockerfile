# The worker as a container: docker build --tag reconciler .
FROM maven:3.9.16-eclipse-temurin-25-alpine AS build
WORKDIR /build
COPY . .
# The checks ran in CI, on git and services that this image does not have.
RUN --mount=type=cache,target=/var/cache/maven \
    mvn -B -ntp -q -Dmaven.repo.local=/var/cache/maven -DskipTests -Dspotless.check.skip package

FROM eclipse-temurin:25.0.4_7-jre-alpine-3.24
# Git itself is needed for the hooks of a file:// remote, which it runs.
# A new volume takes owner and mode of its folder: whichever user owns the repositories may keep the state there.
# hadolint ignore=DL3018
RUN apk add --no-cache git \
    && adduser -D -u 1000 reconciler \
    && install -d -o reconciler -g reconciler /opt/reconciler /etc/reconciler /srv/data \
    && install -d -o reconciler -g reconciler -m 1777 /var/lib/reconciler
USER 1000:1000
WORKDIR /opt/reconciler
COPY --from=build --chown=1000:1000 /build/worker/target/reconciler.jar ./
COPY --chown=1000:1000 deploy/java.options ./
# The classes of every outcome, loaded and linked ahead: the program starts in less than half the time.
RUN java @java.options -XX:AOTCacheOutput=reconciler.aot -jar reconciler.jar demo >/dev/null

EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/health/live"]
ENTRYPOINT ["java", "@/opt/reconciler/java.options", "-XX:AOTCache=/opt/reconciler/reconciler.aot", "-jar", "/opt/reconciler/reconciler.jar"]
CMD ["worker", "--config", "/etc/reconciler/reconciler.yaml"]
