package dev.reconciler.git.remote.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts and lists, with what native git and its curl make of them. */
class NoProxyListTest {
    @ParameterizedTest
    @CsvSource({
        "www.example.com, 'localhost,.example.com,.example.de', true",
        "www.example.com., 'localhost,.example.com,.example.de', true",
        "example.com, 'localhost,.example.com,.example.de', true",
        "example.com., 'localhost,.example.com,.example.de', true",
        "www.example.com, 'localhost,.example.com.,.example.de', true",
        "www.example.com, 'localhost,www.example.com.,.example.de', true",
        "example.com, 'localhost,example.com,.example.de', true",
        "nexample.com, 'localhost,.example.com,.example.de', false",
        "www.example.com, 'localhost,example.com,.example.de', true",
        "EXAMPLE.com, example.COM, true",
        "127.0.0.1, 'hello,127.0.0.1', true",
        "127.0.0.1, 127.0.0.2, false",
        "192.168.1.1, 192.168.0.0/16, true",
        "192.169.1.1, 192.168.0.0/16, false",
        "127.0.0.1, '127.0.0.1/32,example.com', true",
        "10.1.2.3, 0.0.0.0/0, false",
        "192.160.0.1, 192.160.0.0/17, true",
        "192.160.128.1, 192.160.0.0/17, false",
        "10.1.2.3, 10.1.2.3/x, true",
        "10.1.2.3, 10.1.2.3/33, false",
        "[::1], 'foo,bar,::1', true",
        "[::1], '2001:db8::/32', false",
        "bar, 'foo bar', true",
        "example.org, *, true",
        "example.org, ' * ', false",
        "example.org, '*,x', false",
        "example.org, *.org, false",
        "example.org, '', false",
    })
    void aHostIsExceptedAsCurlExceptsIt(String host, String list, boolean isExcepted) {
        assertThat(new NoProxyList(list).contains(host)).isEqualTo(isExcepted);
    }
}
