package io.elmstream.model;

import io.elmstream.elm.Activation;
import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.FamilyHidden;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.SparseHidden;
import io.elmstream.elm.UnitFamily;
import io.elmstream.elm.WeightGenerator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Hidden layers as bytes:
 *
 * <pre>
 * format 1: activation, units, then 0 and generator and seed, or 1 and W and b as floats
 * format 2: u8 count of layers, each with the number of its form and
 *   0 seeded    activation, units, generator, seed
 *   1 explicit  activation, units, W, b
 *   2 family    activation, units, generator, seed, widths, gains, u8 whether biases follow, biases
 *   3 sparse    activation, units, u16 links of each unit, u16 inputs, weights, biases
 *   4 radial    units, gamma, centres
 *   5 direct
 * </pre>
 *
 * <p>Format 4 has the same layers. From format 2 on an array of figures starts with the number of its
 * {@link FigureForm}.
 */
final class HiddenFormat {

    private static final int SEEDED = 0;
    private static final int EXPLICIT = 1;
    private static final int FAMILY = 2;
    private static final int SPARSE = 3;
    private static final int RADIAL = 4;
    private static final int DIRECT = 5;

    /** Listed by their numbers in the file, which are independent of the order in the code. */
    private static final List<Activation> ACTIVATIONS = List.of(
            Activation.SIGMOID,
            Activation.TANH,
            Activation.RELU,
            Activation.CLIP,
            Activation.LINEAR,
            Activation.GAUSSIAN);

    private static final int ACTIVATIONS_OF_FORMAT_1 = 3;

    private HiddenFormat() {}

    /** Returns the oldest format version that can hold a layer. */
    static int oldest(HiddenLayer hidden) {
        if (hidden instanceof SeededHidden seeded) {
            return ACTIVATIONS.indexOf(seeded.activation()) < ACTIVATIONS_OF_FORMAT_1 ? 1 : 2;
        }
        if (hidden instanceof ExplicitHidden explicit) {
            return ACTIVATIONS.indexOf(explicit.activation()) < ACTIVATIONS_OF_FORMAT_1 ? 1 : 2;
        }
        return 2;
    }

    /** Returns the bytes by which a layer would be larger with W and b instead of its seeds. */
    static long bytesSaved(HiddenLayer hidden) {
        if (hidden instanceof MixedHidden mixed) {
            return mixed.parts().stream().mapToLong(HiddenFormat::bytesSaved).sum();
        }
        long explicit = (long) Float.BYTES * hidden.units() * (hidden.inputs() + 1);
        if (hidden instanceof SeededHidden seeded) {
            return explicit - length(seeded.generator().id()) - Long.BYTES;
        }
        if (hidden instanceof FamilyHidden family) {
            ByteWriter out = new ByteWriter();
            write(out, family, 2);
            return explicit + Byte.BYTES + Byte.BYTES + Integer.BYTES - out.toBytes().length;
        }
        return 0;
    }

    private static int length(String text) {
        return Short.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }

    static void write(ByteWriter out, HiddenLayer hidden, int format) {
        if (format == 1) {
            writeFormat1(out, hidden);
            return;
        }
        List<HiddenLayer> parts = hidden instanceof MixedHidden mixed ? mixed.parts() : List.of(hidden);
        out.u8(parts.size());
        parts.forEach(part -> writePart(out, part, format));
    }

    static HiddenLayer read(ByteReader in, int inputs, int format) throws ArtefactException {
        if (format == 1) {
            return readFormat1(in, inputs);
        }
        int count = in.u8("hidden layers");
        if (count < 1 || count > MixedHidden.MOST) {
            throw in.malformed("hidden layers is " + count + ", must be from 1 to " + MixedHidden.MOST);
        }
        List<HiddenLayer> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(readPart(in, inputs, format));
        }
        requireRoom(in, parts);
        return count == 1 ? parts.get(0) : new MixedHidden(parts);
    }

    private static void writeFormat1(ByteWriter out, HiddenLayer hidden) {
        if (hidden instanceof SeededHidden seeded) {
            out.oneOf(seeded.activation(), ACTIVATIONS);
            out.i32(seeded.units());
            out.u8(SEEDED);
            out.text(seeded.generator().id());
            out.i64(seeded.seed());
        } else if (hidden instanceof ExplicitHidden explicit) {
            out.oneOf(explicit.activation(), ACTIVATIONS);
            out.i32(explicit.units());
            out.u8(EXPLICIT);
            out.floats(explicit.weights());
            out.floats(explicit.biases());
        } else {
            throw new IllegalArgumentException("format 1 has no layer such as: " + hidden.description());
        }
    }

    private static HiddenLayer readFormat1(ByteReader in, int inputs) throws ArtefactException {
        Activation activation = in.oneOf("activation", ACTIVATIONS.subList(0, ACTIVATIONS_OF_FORMAT_1));
        int units = units(in, inputs);
        int form = in.u8("hidden layer form");
        if (form == SEEDED) {
            return new SeededHidden(inputs, units, activation, generator(in), in.i64("seed"));
        }
        if (form == EXPLICIT) {
            float[] weights = in.floats("W", (long) units * inputs);
            return new ExplicitHidden(inputs, activation, weights, in.floats("b", units));
        }
        throw in.malformed("hidden layer form is " + form);
    }

    private static void writePart(ByteWriter out, HiddenLayer part, int format) {
        if (part instanceof SeededHidden seeded) {
            start(out, SEEDED, seeded.activation(), seeded.units());
            out.text(seeded.generator().id());
            out.i64(seeded.seed());
        } else if (part instanceof ExplicitHidden explicit) {
            start(out, EXPLICIT, explicit.activation(), explicit.units());
            out.figures(explicit.weights(), explicit.inputs(), format);
            out.figures(explicit.biases(), format);
        } else if (part instanceof FamilyHidden family) {
            start(out, FAMILY, family.activation(), family.units());
            writeFamily(out, family, format);
        } else if (part instanceof SparseHidden sparse) {
            start(out, SPARSE, sparse.activation(), sparse.units());
            out.u16s(sparse.widths());
            out.u16s(sparse.links());
            out.figures(sparse.weights(), format);
            out.figures(sparse.biases(), format);
        } else if (part instanceof RadialHidden radial) {
            out.u8(RADIAL);
            out.i32(radial.units());
            out.f32(radial.gamma());
            out.figures(radial.centres(), radial.inputs(), format);
        } else if (part instanceof DirectHidden) {
            out.u8(DIRECT);
        } else {
            throw new IllegalArgumentException("no form for the layer: " + part.description());
        }
    }

    private static void start(ByteWriter out, int form, Activation activation, int units) {
        out.u8(form);
        out.oneOf(activation, ACTIVATIONS);
        out.i32(units);
    }

    private static void writeFamily(ByteWriter out, FamilyHidden hidden, int format) {
        out.text(FamilyHidden.GENERATOR);
        out.i64(hidden.seed());
        out.u8(hidden.family().widths().size());
        hidden.family().widths().forEach(out::u8);
        out.u8(hidden.family().gains().size());
        hidden.family().gains().forEach(out::f32);
        out.u8(hidden.biases().isPresent() ? 1 : 0);
        hidden.biases().ifPresent(biases -> out.figures(biases, format));
    }

    private static HiddenLayer readPart(ByteReader in, int inputs, int format) throws ArtefactException {
        int form = in.u8("hidden layer form");
        if (form == DIRECT) {
            return new DirectHidden(inputs);
        }
        if (form == RADIAL) {
            int units = units(in, inputs);
            float gamma = in.f32("gamma");
            return new RadialHidden(inputs, gamma, in.figures("centres", (long) units * inputs, inputs, format));
        }
        Activation activation = in.oneOf("activation", ACTIVATIONS);
        return switch (form) {
            case SEEDED -> new SeededHidden(inputs, units(in, inputs), activation, generator(in), in.i64("seed"));
            case EXPLICIT -> readExplicit(in, inputs, activation, format);
            case FAMILY -> readFamily(in, inputs, activation, format);
            case SPARSE -> readSparse(in, inputs, activation, format);
            default -> throw in.malformed("hidden layer form is " + form);
        };
    }

    private static HiddenLayer readExplicit(ByteReader in, int inputs, Activation activation, int format)
            throws ArtefactException {
        int units = units(in, inputs);
        float[] weights = in.figures("W", (long) units * inputs, inputs, format);
        return new ExplicitHidden(inputs, activation, weights, in.figures("b", units, format));
    }

    private static HiddenLayer readFamily(ByteReader in, int inputs, Activation activation, int format)
            throws ArtefactException {
        int units = units(in, UnitFamily.LARGEST_WIDTH);
        String id = in.text("generator");
        if (!id.equals(FamilyHidden.GENERATOR)) {
            throw in.malformed("generator \"" + id + "\" is not known to this version");
        }
        long seed = in.i64("seed");
        List<Integer> widths = new ArrayList<>();
        for (int i = in.u8("count of widths"); i > 0; i--) {
            widths.add(in.u8("width"));
        }
        List<Float> gains = new ArrayList<>();
        for (int i = in.u8("count of gains"); i > 0; i--) {
            gains.add(in.f32("gain"));
        }
        FamilyHidden drawn = new FamilyHidden(inputs, units, activation, new UnitFamily(widths, gains), seed);
        int anchored = in.u8("whether biases follow");
        if (anchored > 1) {
            throw in.malformed("whether biases follow is " + anchored + ", must be 0 or 1");
        }
        return anchored == 1 ? drawn.withBiases(in.figures("biases", units, format)) : drawn;
    }

    private static HiddenLayer readSparse(ByteReader in, int inputs, Activation activation, int format)
            throws ArtefactException {
        int units = units(in, 1);
        int[] widths = in.u16s("links of each unit", units);
        long count = 0;
        for (int width : widths) {
            count += width;
        }
        int[] links = in.u16s("inputs of links", count);
        float[] weights = in.figures("weights of links", count, format);
        return new SparseHidden(inputs, activation, widths, links, weights, in.figures("biases", units, format));
    }

    /** Nor must many layers of a few bytes each, which are expanded together. */
    private static void requireRoom(ByteReader in, List<HiddenLayer> parts) throws ArtefactException {
        long weights = 0;
        for (HiddenLayer part : parts) {
            weights += (long) part.units() * mostLinks(part);
        }
        if (weights * Float.BYTES > ArtefactFormat.MAX_BYTES) {
            throw in.malformed("the hidden layers have " + weights + " weights together, more than "
                    + ArtefactFormat.MAX_BYTES / Float.BYTES);
        }
    }

    /** Returns at most how many links a unit has, of layers that are expanded from a seed. */
    private static int mostLinks(HiddenLayer part) {
        if (part instanceof FamilyHidden family) {
            int widest = family.family().widths().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElseThrow();
            return Math.min(part.inputs(), widest);
        }
        return part instanceof SeededHidden ? part.inputs() : 1;
    }

    /** A seed of a few bytes must not expand into more than an explicit layer could contain. */
    private static int units(ByteReader in, int width) throws ArtefactException {
        int units = in.i32("units");
        if (units < 1 || (long) units * width * Float.BYTES > ArtefactFormat.MAX_BYTES) {
            throw in.malformed("units is " + units + " for " + width + " inputs");
        }
        return units;
    }

    private static WeightGenerator generator(ByteReader in) throws ArtefactException {
        String id = in.text("generator");
        return WeightGenerator.named(id)
                .orElseThrow(() -> in.malformed("generator \"" + id + "\" is not known to this version"));
    }
}
