# Elmstream alone: no embedded broker, no embedded registry. docs/compose.md shows how to run it.

FROM maven:3.9.16-eclipse-temurin-17@sha256:1ed5d1f54416b706707b4f3238f63a20bb06aab27c6d240090a2bb9ad895ed45 AS build
WORKDIR /build
COPY pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY schemas schemas
COPY topology topology
COPY src/main src/main
COPY src/image src/image
# mdep.skip leaves out what only the launcher needs, the registry above all.
RUN mvn -q -B -Dmaven.test.skip=true -Dmdep.skip=true install
# What Elmstream brings to those who depend on it: no broker, so demo and local are not for containers, and no test driver.
RUN mvn -q -B -f src/image/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/build/lib

FROM eclipse-temurin:17.0.19_10-jre-noble@sha256:543aebd60ff1deb9e906a8d4b117a7eda68a7f8e0d71041db2b5839d7fa057b8
RUN useradd --system --uid 10001 --create-home elmstream \
    && mkdir /var/lib/elmstream \
    && chown 10001 /var/lib/elmstream
COPY --from=build /build/lib /opt/elmstream/lib
COPY LICENSE NOTICE /opt/elmstream/
# a number, so that Kubernetes can see that it is not root
USER 10001
ENV ELMSTREAM_STATE_DIR=/var/lib/elmstream
VOLUME /var/lib/elmstream
EXPOSE 8081
# More flags for the JVM go into JDK_JAVA_OPTIONS. The configuration comes from ELMSTREAM_* or from --config.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-Xlog:disable", \
    "--add-modules", "jdk.incubator.vector", \
    "-cp", "/opt/elmstream/lib/*", "io.elmstream.cli.Main"]
CMD ["run"]
