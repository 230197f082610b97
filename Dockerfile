# The distribution with a JRE. docs/compose.md shows how to run it.

FROM maven:3.9.16-eclipse-temurin-17@sha256:1ed5d1f54416b706707b4f3238f63a20bb06aab27c6d240090a2bb9ad895ed45 AS build
WORKDIR /build
COPY pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY schemas schemas
COPY topology topology
COPY src/main src/main
COPY src/dist src/dist
# mdep.skip omits what only the source folder needs, mainly the registry.
RUN mvn -q -B -Dmaven.test.skip=true -Dmdep.skip=true package \
    && mkdir elmstream \
    && tar -xzf target/elmstream-*.tar.gz -C elmstream --strip-components 1

FROM eclipse-temurin:17.0.19_10-jre-noble@sha256:543aebd60ff1deb9e906a8d4b117a7eda68a7f8e0d71041db2b5839d7fa057b8
RUN useradd --system --uid 10001 --create-home elmstream \
    && mkdir /var/lib/elmstream \
    && chown 10001 /var/lib/elmstream
COPY --from=build /build/elmstream /opt/elmstream
# numeric, so that Kubernetes can verify that it is not root
USER 10001
ENV ELMSTREAM_STATE_DIR=/var/lib/elmstream
# percentage of the container's memory limit; network buffers and threads need the rest
ENV HEAP_OPTS=-XX:MaxRAMPercentage=70
VOLUME /var/lib/elmstream
EXPOSE 8081
# JAVA_OPTS adds JVM flags. Configure with ELMSTREAM_* or --config.
ENTRYPOINT ["/opt/elmstream/bin/elmstream"]
CMD ["run"]
