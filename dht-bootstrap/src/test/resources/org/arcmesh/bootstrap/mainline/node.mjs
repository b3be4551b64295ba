// One node of bittorrent-dht: `node.mjs FOLDER HOST PORT [BOOTSTRAP]`, where FOLDER has it installed.
// Reads `announce HEX PORT` and `lookup HEX`, one a line; says `ready`, `announced HEX`, `peer HEX HOST:PORT`, `end HEX`.
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [folder, host, port, bootstrap] = process.argv.slice(2)
const { default: DHT } = await import(
  pathToFileURL(`${folder}/node_modules/bittorrent-dht/index.js`).href)

const dht = new DHT({ bootstrap: bootstrap ? [bootstrap] : false })
const say = (...words) => console.log(words.join(' '))

dht.on('peer', (peer, key) => say('peer', Buffer.from(key).toString('hex'), `${peer.host}:${peer.port}`))
dht.on('error', error => say('error', error.message))
dht.on('ready', () => say('ready'))
dht.listen(Number(port), host)

const lines = createInterface({ input: process.stdin })
lines.on('line', line => {
  const [verb, key, at] = line.split(' ')
  if (verb === 'announce') {
    dht.announce(key, Number(at), error => say(error ? 'refused' : 'announced', key))
  } else {
    dht.lookup(key, () => say('end', key))
  }
})
lines.on('close', () => process.exit(0))
