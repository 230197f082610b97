package io.elmstream.app;

import io.elmstream.governor.CommandSignature;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/** Keys of Ed25519 in PEM files (RFC 7468), as other tools read and write them: PKCS#8 for private, X.509 for public keys. */
public final class KeyFiles {

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private KeyFiles() {}

    /** A new key pair. */
    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(CommandSignature.ALGORITHM).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + CommandSignature.ALGORITHM, e);
        }
    }

    /**
     * Writes a key pair; neither file may be there. The private one can be read by this user only.
     *
     * @throws IOException if a file is there already or cannot be written
     */
    public static void write(KeyPair pair, Path privateFile, Path publicFile) throws IOException {
        if (Files.exists(publicFile)) {
            // before a private key without its public one is left behind
            throw new FileAlreadyExistsException(publicFile.toString());
        }
        boolean posix = privateFile.toAbsolutePath().getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createFile(privateFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(privateFile);
        }
        Files.writeString(privateFile, pem(PRIVATE, pair.getPrivate().getEncoded()), StandardOpenOption.WRITE);
        Files.writeString(publicFile, pem(PUBLIC, pair.getPublic().getEncoded()), StandardOpenOption.CREATE_NEW);
    }

    /** @throws ConfigurationException if the file holds no public key */
    public static PublicKey publicKey(Path file) {
        try {
            return KeyFactory.getInstance(CommandSignature.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(bytes(file, PUBLIC)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(ConfigurationKeys.TRUSTED_KEYS,
                    ConfigurationKeys.TRUSTED_KEYS + " names " + file + ", which " + fault(e, "public"));
        }
    }

    /** @throws IllegalArgumentException if the file holds no private key; the message says so */
    public static PrivateKey privateKey(Path file) {
        try {
            return KeyFactory.getInstance(CommandSignature.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes(file, PRIVATE)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " " + fault(e, "private"), e);
        }
    }

    private static String fault(Exception e, String kind) {
        if (e instanceof NoSuchFileException) {
            return "is not there. elmstream model keys makes a pair.";
        }
        return e instanceof IOException
                ? "cannot be read: " + e
                : "holds no " + kind + " key of " + CommandSignature.ALGORITHM + ": " + e.getMessage()
                        + ". elmstream model keys makes a pair.";
    }

    private static String pem(String kind, byte[] key) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                + "\n-----END " + kind + "-----\n";
    }

    private static byte[] bytes(Path file, String kind) throws IOException {
        String text = Files.readString(file);
        String begin = "-----BEGIN " + kind + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no " + begin + " in it");
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }
}
