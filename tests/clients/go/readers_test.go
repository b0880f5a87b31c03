// clickhouse-go, the library under Grafana's data source, as luft_reader: HTTP and native. Started
// by clients_test.cpp, which fills a database and says in the environment where it is.
package clients

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

type door struct {
	name     string
	protocol clickhouse.Protocol
	address  string
}

func doors() []door {
	return []door{
		{"HTTP", clickhouse.HTTP, os.Getenv("LUFT_TEST_CLICKHOUSE_HTTP")},
		{"native", clickhouse.Native, os.Getenv("LUFT_TEST_CLICKHOUSE_TCP")},
	}
}

func open(t *testing.T, through door) *sql.DB {
	t.Helper()
	settings := clickhouse.Settings{}
	if through.protocol == clickhouse.HTTP {
		settings["wait_end_of_query"] = 1 // else an answer that breaks off is all there is to see
	}
	connection := clickhouse.OpenDB(&clickhouse.Options{
		Settings: settings,
		Protocol: through.protocol,
		Addr:     []string{through.address},
		Auth: clickhouse.Auth{
			Database: "luft",
			Username: "luft_reader",
			Password: os.Getenv("LUFT_TEST_READER_PASSWORD"),
		},
	})
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

func throughEachDoor(t *testing.T, test func(*testing.T, *sql.DB)) {
	for _, each := range doors() {
		t.Run(each.name, func(t *testing.T) { test(t, open(t, each)) })
	}
}

// `code` is one of ClickHouse's ErrorCodes.cpp.
func expectRefusal(t *testing.T, err error, code int) {
	t.Helper()
	if err == nil {
		t.Fatalf("expected a refusal with code %d", code)
	}
	if !strings.Contains(strings.ToLower(err.Error()), fmt.Sprintf("code: %d", code)) {
		t.Fatalf("expected code %d, got: %v", code, err)
	}
}

func TestReadsReadings(t *testing.T) {
	throughEachDoor(t, func(t *testing.T, connection *sql.DB) {
		rows, err := connection.Query(
			"SELECT device, metric, time, value, seq FROM luft.readings WHERE device = ? ORDER BY time",
			"kitchen")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		count := 0
		for rows.Next() {
			var device, metric string
			var at time.Time
			var value float64
			var seq uint64
			if err := rows.Scan(&device, &metric, &at, &value, &seq); err != nil {
				t.Fatal(err)
			}
			count++
			if device != "kitchen" || metric != "temperature" || value != 20+float64(count) ||
				seq != uint64(count) || at.Location().String() != "UTC" {
				t.Fatalf("row %d: %s %s %v %v %d", count, device, metric, at, value, seq)
			}
		}
		if err := rows.Err(); err != nil || count != 3 {
			t.Fatalf("%d rows, %v", count, err)
		}
	})
}

func TestReadsRollups(t *testing.T) {
	throughEachDoor(t, func(t *testing.T, connection *sql.DB) {
		var mean float64
		err := connection.QueryRow(
			"SELECT sum(total) / sum(samples) FROM readings_1h WHERE device = 'kitchen'").Scan(&mean)
		if err != nil || mean != 22 {
			t.Fatalf("mean %v, %v", mean, err)
		}
	})
}

func TestFindsWhatThereIs(t *testing.T) {
	throughEachDoor(t, func(t *testing.T, connection *sql.DB) {
		var columns uint64
		err := connection.QueryRow(
			"SELECT count() FROM system.columns WHERE database = 'luft' AND table = 'readings'").
			Scan(&columns)
		if err != nil || columns != 8 {
			t.Fatalf("%d columns, %v", columns, err)
		}
	})
}

func TestIsRefusedWrites(t *testing.T) {
	throughEachDoor(t, func(t *testing.T, connection *sql.DB) {
		for _, statement := range []string{
			"INSERT INTO luft.quarantine (time, topic) VALUES (now(), 'x')",
			"ALTER TABLE luft.readings DELETE WHERE 1",
			"TRUNCATE TABLE luft.readings",
			"DROP TABLE luft.readings",
			"CREATE TABLE luft.mine (x Int8) ENGINE = Memory",
			"SYSTEM SHUTDOWN",
		} {
			if _, err := connection.Exec(statement); err == nil {
				t.Fatalf("went through: %s", statement)
			}
		}
		expectRefusal(t, sendBatch(connection), 497) // ACCESS_DENIED
	})
}

// As this library sends batches: over HTTP the server answers only at the end.
func sendBatch(connection *sql.DB) error {
	transaction, err := connection.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = transaction.Rollback() }()
	batch, err := transaction.Prepare("INSERT INTO luft.quarantine (topic, reason)")
	if err != nil {
		return err
	}
	if _, err := batch.Exec("a topic", "a reason"); err != nil {
		return err
	}
	return transaction.Commit()
}

func TestSeesNothingButLuft(t *testing.T) {
	throughEachDoor(t, func(t *testing.T, connection *sql.DB) {
		for _, statement := range []string{
			"SELECT * FROM system.users",
			"SELECT * FROM file('/etc/passwd', 'LineAsString', 'line String')",
			"SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 'line String')",
		} {
			_, err := connection.Exec(statement)
			expectRefusal(t, err, 497) // ACCESS_DENIED
		}
	})
}

func TestMeetsItsLimits(t *testing.T) {
	limits := []struct {
		name      string
		code      int
		statement string
	}{
		{"rows of a result", 396, "SELECT number FROM numbers(2000000)"},
		{"rows to read", 158, "SELECT count() FROM numbers(3000000000) WHERE NOT ignore(number)"},
		{"memory", 241, "SELECT length(groupArray(toString(number))) FROM numbers(100000000)"},
		{"time", 159, "SELECT count() FROM numbers(1900000000) WHERE NOT ignore(" +
			"sipHash64(toString(number))) SETTINGS max_execution_time = 1"},
		{"the limits themselves", 452, "SELECT 1 SETTINGS max_execution_time = 0"},
	}
	throughEachDoor(t, func(t *testing.T, connection *sql.DB) {
		for _, limit := range limits {
			t.Run(limit.name, func(t *testing.T) {
				rows, err := connection.Query(limit.statement)
				if err == nil {
					for rows.Next() {
					}
					err = rows.Err()
					_ = rows.Close()
				}
				expectRefusal(t, err, limit.code)
			})
		}
	})
}
