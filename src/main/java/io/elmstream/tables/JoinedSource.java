package io.elmstream.tables;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A pass over several files, one after the other. */
final class JoinedSource implements RowSource {

    private final Iterator<TableSource> files;
    private final Wanted wanted;
    private final int partSize;
    private RowSource current;
    private long bytesBefore;

    JoinedSource(List<TableSource> files, Wanted wanted, int partSize) throws IOException {
        this.files = files.iterator();
        this.wanted = wanted;
        this.partSize = partSize;
        this.current = this.files.next().open(wanted, partSize);
    }

    @Override
    public List<ColumnType> kept() {
        return current.kept();
    }

    @Override
    public Optional<RowPart> next() throws IOException {
        Optional<RowPart> part = current.next();
        while (part.isEmpty() && files.hasNext()) {
            openNext();
            part = current.next();
        }
        return part;
    }

    private void openNext() throws IOException {
        List<ColumnType> types = current.kept();
        bytesBefore += current.bytesRead();
        current.close();
        TableSource file = files.next();
        current = file.open(wanted, partSize);
        for (int i = 0; i < types.size(); i++) {
            if (current.kept().get(i) != types.get(i)) {
                throw file.name()
                        .problem(", column \"" + wanted.kept().get(i) + "\" is of type "
                                + current.kept().get(i) + ", but " + types.get(i) + " in the file before");
            }
        }
    }

    @Override
    public long bytesRead() {
        return bytesBefore + current.bytesRead();
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
