package io.elmstream.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.data.OutputException;
import io.elmstream.data.OutputFile;
import io.elmstream.governor.RecordSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes Ed25519 keys in PEM files (RFC 7468) that other tools can use: PKCS#8 for private keys, X.509 for
 * public keys.
 */
public final class KeyFiles {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFiles.class);
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int MAX_BYTES = 1 << 16;
    /** The command-line parameter that names both files. */
    private static final String NAME = "NAME";

    private KeyFiles() {}

    /** Generates a key pair. */
    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(RecordSignature.ALGORITHM).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + RecordSignature.ALGORITHM, e);
        }
    }

    /**
     * Writes a key pair to two new files. Only this user can read the private one.
     *
     * @throws OutputException if a file exists or cannot be written; then neither file is created
     */
    public static void write(KeyPair pair, Path privateFile, Path publicFile) {
        OutputFile forPublic = OutputFile.ofNew(NAME, publicFile);
        OutputFile forPrivate = OutputFile.ofNew(NAME, privateFile);
        forPublic.write(pem(PUBLIC, pair.getPublic().getEncoded()));
        try {
            forPrivate.write(pem(PRIVATE, pair.getPrivate().getEncoded()), onlyThisUser(privateFile));
        } catch (OutputException e) {
            delete(publicFile);
            throw e;
        }
    }

    /** Returns the attributes of a file that nobody but this user may read, where the file system knows such. */
    public static FileAttribute<?>[] onlyThisUser(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a public key alone is harmless, and the first failure is the one to report
            LOG.debug("could not delete {}", file, e);
        }
    }

    /**
     * Reads a public key.
     *
     * @param setting the configuration key that names the file
     * @throws ConfigurationException if the file contains no public key
     */
    public static PublicKey publicKey(String setting, Path file) {
        try {
            return KeyFactory.getInstance(RecordSignature.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(bytes(file, PUBLIC)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(setting, setting + ": " + file + " " + fault(e, "public"));
        }
    }

    /**
     * Reads a private key.
     *
     * @throws IllegalArgumentException if the file contains no private key; the message names the file
     */
    public static PrivateKey privateKey(Path file) {
        try {
            return KeyFactory.getInstance(RecordSignature.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes(file, PRIVATE)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " " + fault(e, "private"), e);
        }
    }

    private static String fault(Exception e, String kind) {
        if (e instanceof NoSuchFileException) {
            return "does not exist. To create a key pair, run: elmstream model keys NAME";
        }
        return e instanceof IOException
                ? "cannot be read: " + e
                : "contains no " + kind + " key of " + RecordSignature.ALGORITHM + ": " + e.getMessage()
                        + ". To create a key pair, run: elmstream model keys NAME";
    }

    private static String pem(String kind, byte[] key) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END " + kind + "-----\n";
    }

    private static byte[] bytes(Path file, String kind) throws IOException {
        String text = text(file);
        String begin = "-----BEGIN " + kind + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("it has no line " + begin);
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("it is longer than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, UTF_8);
        }
    }
}
