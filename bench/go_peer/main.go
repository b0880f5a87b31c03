// The peer of luft-hub in ./luft bench hub/go-peer: the hub that one writes in an afternoon, with
// the usual libraries. It subscribes to sensor/+/+ at QoS 1, reads the JSON, and inserts what came
// into the same table, 1,000 readings or one second's worth at a time. No journal, no receipts:
// what the broker has handed over and the database does not have yet is gone with the process.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	mqtt "github.com/eclipse/paho.mqtt.golang"
)

const (
	batchRows = 1000
	batchAge  = time.Second
	insert    = "INSERT INTO luft.readings (device, metric, time, received, value, boot, seq)"
)

type reading struct {
	device, metric string
	received       time.Time
	Value          float64 `json:"value"`
	Boot           uint64  `json:"boot"`
	Seq            uint64  `json:"seq"`
}

func main() {
	database, err := clickhouse.Open(&clickhouse.Options{
		Addr: []string{os.Getenv("PEER_CLICKHOUSE")},
		Auth: clickhouse.Auth{
			Username: os.Getenv("PEER_CLICKHOUSE_USER"),
			Password: os.Getenv("PEER_CLICKHOUSE_PASSWORD"),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	readings := make(chan reading, 10*batchRows)
	client := mqtt.NewClient(mqtt.NewClientOptions().
		AddBroker(os.Getenv("PEER_MQTT")).
		SetClientID("go-peer").
		SetOnConnectHandler(func(client mqtt.Client) { subscribe(client, readings) }))
	if token := client.Connect(); token.Wait() && token.Error() != nil {
		log.Fatal(token.Error())
	}
	go store(database, readings)

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
	client.Disconnect(250)
}

// A full channel holds the handler, the handler holds the acknowledgement, and so the broker's
// queue takes what the database cannot take yet.
func subscribe(client mqtt.Client, readings chan<- reading) {
	token := client.Subscribe("sensor/+/+", 1, func(_ mqtt.Client, message mqtt.Message) {
		topic := strings.Split(message.Topic(), "/")
		one := reading{device: topic[1], metric: topic[2], received: time.Now()}
		if err := json.Unmarshal(message.Payload(), &one); err != nil {
			log.Printf("%s: %v", message.Topic(), err)
			return
		}
		readings <- one
	})
	if token.Wait() && token.Error() != nil {
		log.Fatal(token.Error())
	}
	client.Publish("go-peer/ready", 1, true, "ready")
}

func store(database driver.Conn, readings <-chan reading) {
	waiting := make([]reading, 0, batchRows)
	age := time.NewTicker(batchAge)
	for {
		select {
		case one := <-readings:
			waiting = append(waiting, one)
			if len(waiting) < batchRows {
				continue
			}
		case <-age.C:
		}
		if len(waiting) == 0 {
			continue
		}
		if err := insertAll(database, waiting); err != nil {
			log.Fatal(err)
		}
		waiting = waiting[:0]
	}
}

func insertAll(database driver.Conn, waiting []reading) error {
	batch, err := database.PrepareBatch(context.Background(), insert)
	if err != nil {
		return err
	}
	for _, each := range waiting {
		err := batch.Append(each.device, each.metric, each.received, each.received, each.Value,
			each.Boot, each.Seq)
		if err != nil {
			return err
		}
	}
	return batch.Send()
}
