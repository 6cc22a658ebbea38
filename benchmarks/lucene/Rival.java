import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;

/**
 * What Knipsel is measured beside: Lucene with its DutchAnalyzer, in the figures of measurements.py.
 *
 * <p>One text field of title and body; the article is stored, and facets of source, section and year.
 * A page is everything from the query string: ten best of any word, those articles loaded, a
 * highlighted title and two passages of each, and the facets counted over all hits.
 */
public final class Rival {
  private static final int TOP = 10;
  private static final int THREADS = 2;
  private static final int AT_ONCE = 100; // lines that a thread takes
  private static final double BUFFER_MB = 400;
  private static final int WARMING = 20; // rounds, while the virtual machine compiles
  private static final String[] STORED = {"id", "title", "body", "date", "source", "section", "url"};
  private static final String[] FACETS = {"source", "section", "year"};
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FacetsConfig FACETING = new FacetsConfig();

  /** Runs `index SOURCE FOLDER` or `search FOLDER QUERIES-IN-JSON ROUNDS`. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("index")) {
      index(Path.of(arguments[1]), Path.of(arguments[2]));
    } else {
      String[] queries = JSON.readValue(arguments[2], String[].class);
      search(Path.of(arguments[1]), queries, Integer.parseInt(arguments[3]));
    }
  }

  private static void index(Path source, Path folder) throws Exception {
    long started = System.nanoTime();
    double busy = processorSeconds(); // so far: this file was compiled
    IndexWriterConfig config = new IndexWriterConfig(new DutchAnalyzer());
    config.setRAMBufferSizeMB(BUFFER_MB);
    int count;
    try (FSDirectory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = lines(source);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        running.add(threads.submit(() -> add(lines, writer)));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
      writer.commit();
      count = writer.getDocStats().numDocs;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf(
        "{\"index\": [%s, %s, %d, %d]}%n",
        count / seconds, processorSeconds() - busy, size(folder), peak());
  }

  private static Void add(BufferedReader lines, IndexWriter writer) throws IOException {
    for (List<String> some = take(lines); !some.isEmpty(); some = take(lines)) {
      for (String line : some) {
        writer.addDocument(FACETING.build(document(JSON.readTree(line))));
      }
    }
    return null;
  }

  private static List<String> take(BufferedReader lines) throws IOException {
    synchronized (lines) {
      List<String> some = new ArrayList<>(AT_ONCE);
      String line;
      while (some.size() < AT_ONCE && (line = lines.readLine()) != null) {
        some.add(line);
      }
      return some;
    }
  }

  private static Document document(JsonNode article) {
    Document document = new Document();
    String title = article.path("title").asText("");
    String body = article.path("body").asText("");
    document.add(new TextField("text", title + "\n" + body, Field.Store.NO));
    for (String name : STORED) {
      if (article.hasNonNull(name)) {
        document.add(new StoredField(name, article.get(name).asText()));
      }
    }
    String date = article.path("date").asText("");
    facet(document, "source", article.path("source").asText(""));
    facet(document, "section", article.path("section").asText(""));
    facet(document, "year", date.substring(0, Math.min(4, date.length())));
    return document;
  }

  private static void facet(Document document, String name, String value) {
    if (!value.isEmpty()) {
      document.add(new SortedSetDocValuesFacetField(name, value));
    }
  }

  private static void search(Path folder, String[] queries, int rounds) throws Exception {
    try (FSDirectory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Pages pages = new Pages(reader);
      List<Query> parsed = new ArrayList<>();
      for (String query : queries) {
        parsed.add(pages.parse(query));
      }
      String bare = times(queries.length, rounds, at -> pages.searcher.search(parsed.get(at), TOP));
      String page = times(queries.length, rounds, at -> pages.page(queries[at]));
      System.out.printf("{\"top 10, ids only, of an analysed query\": %s, \"page\": %s}%n", bare, page);
    }
  }

  /** A reader, and what pages of results need of it. */
  private static final class Pages {
    final IndexSearcher searcher;
    private final SortedSetDocValuesReaderState state;
    private final DutchAnalyzer analyzer = new DutchAnalyzer();
    private final UnifiedHighlighter highlighter;

    Pages(DirectoryReader reader) throws IOException {
      searcher = new IndexSearcher(reader);
      state = new DefaultSortedSetDocValuesReaderState(reader, FACETING);
      highlighter =
          UnifiedHighlighter.builderWithoutSearcher(analyzer).withMaxLength(1_000_000).build();
    }

    Query parse(String query) throws Exception {
      return new QueryParser("text", analyzer).parse(QueryParser.escape(query));
    }

    /** Returns all that a page shows. */
    List<Object> page(String typed) throws Exception {
      Query query = parse(typed);
      var found = FacetsCollectorManager.search(searcher, query, TOP, new FacetsCollectorManager());
      List<Object> shown = new ArrayList<>();
      for (ScoreDoc hit : found.topDocs().scoreDocs) {
        Document article = searcher.storedFields().document(hit.doc);
        shown.add(article);
        shown.add(passages(query, article.get("title"), 1));
        shown.add(passages(query, article.get("body"), 2));
      }
      if (found.topDocs().scoreDocs.length > 0) {
        var counts = new SortedSetDocValuesFacetCounts(state, found.facetsCollector());
        for (String name : FACETS) {
          shown.add(counts.getTopChildren(TOP, name));
        }
      }
      return shown;
    }

    private Object passages(Query query, String text, int most) throws IOException {
      return text == null ? "" : highlighter.highlightWithoutSearcher("text", query, text, most);
    }
  }

  private interface Call {
    Object run(int at) throws Exception;
  }

  /** Returns [p50, p95, p50 of processor time] in milliseconds: medians of rounds. */
  private static String times(int calls, int rounds, Call call) throws Exception {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    double[][] figures = new double[3][rounds];
    for (int round = -WARMING; round < rounds; round++) {
      double[] passed = new double[calls];
      double[] busy = new double[calls];
      for (int at = 0; at < calls; at++) {
        long started = System.nanoTime();
        long begun = clock.getCurrentThreadCpuTime();
        call.run(at);
        busy[at] = (clock.getCurrentThreadCpuTime() - begun) / 1e6;
        passed[at] = (System.nanoTime() - started) / 1e6;
      }
      if (round >= 0) {
        figures[0][round] = quantile(passed, 0.5);
        figures[1][round] = quantile(passed, 0.95);
        figures[2][round] = quantile(busy, 0.5);
      }
    }
    double[] medians = Arrays.stream(figures).mapToDouble(row -> quantile(row, 0.5)).toArray();
    return Arrays.toString(medians);
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static BufferedReader lines(Path source) throws IOException {
    var bytes = new GZIPInputStream(Files.newInputStream(source), 1 << 16);
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  private static double processorSeconds() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  private static long size(Path folder) throws IOException {
    long bytes = 0;
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /** Returns the most memory that the process held, in bytes; 0 where the system does not tell. */
  private static long peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return 0;
  }
}
