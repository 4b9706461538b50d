import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import morfologik.fsa.FSA;

/** Prints the words of English that the reader knows, each with how common it is: what lines are drawn of. */
class Words {
    public static void main(String[] arguments) throws Exception {
        Map<String, Character> separators = Map.of("en_US.dict", '+', "en_GB.dict", '_');
        Map<String, Integer> frequencies = new TreeMap<>();
        for (Map.Entry<String, Character> list : separators.entrySet()) {
            try (var in = Words.class.getClassLoader().getResourceAsStream("org/languagetool/resource/en/hunspell/" + list.getKey())) {
                for (ByteBuffer entry : FSA.read(in)) {
                    String text = StandardCharsets.UTF_8.decode(entry).toString();
                    int end = text.lastIndexOf(list.getValue());
                    if (end > 0) {
                        frequencies.merge(text.substring(0, end), text.charAt(end + 1) - 'A', Math::max);
                    }
                }
            }
        }
        frequencies.forEach((word, frequency) -> System.out.println(word + "\t" + frequency));
    }
}
