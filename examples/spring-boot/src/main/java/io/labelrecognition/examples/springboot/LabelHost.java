package io.labelrecognition.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A Spring Boot application like any other, with label recognition in it. */
@SpringBootApplication
public class LabelHost {
    public static void main(String[] arguments) {
        SpringApplication.run(LabelHost.class, arguments);
    }
}
