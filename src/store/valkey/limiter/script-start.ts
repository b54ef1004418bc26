/**
 * What every script begins with. All keys begin with `KEYS[1]`, which holds a hash tag: they are in one slot.
 *
 * `state` is a hash: `era` (another one after amounts were lost), `run` (which run of the server was last trusted), `at`
 * (the newest time that anybody counted by), `ahead` (how far time stands before the server's clock, after that was set
 * back), `seq` (how many changes were made), `lost` (when amounts were last lost; 0: never), `long` (`lost` until those of
 * windows over a minute were rebuilt).
 *
 * Time never goes back: should the server's clock do so, it goes on from the newest time at the clock's pace, until the
 * clock has caught up. Keys expire by the server's clock, which is never ahead of that time.
 *
 * @param serverTime a Lua expression for the time that windows are measured by, in ms; tests have one of their own. Who is
 *   alive is told by the server's clock in any case
 */
export function scriptStart(serverTime: string): string {
  return `#!lua
local P = KEYS[1]
local call = redis.call
local most = 9007199254740992
local stateKey = P .. 'state'
local function whole(n) return string.format('%.0f', n) end
local t = call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000)
local raw = ${serverTime}
local function timeFrom(at, ahead)
  at, ahead = tonumber(at or 0), tonumber(ahead or 0)
  if raw >= at then return raw, 0 end
  local now = raw + ahead
  if now < at then return at, at - raw end
  return now, ahead
end
`;
}

/** The server's clock. */
export const serverTime = 'clock';

/**
 * Chains of amounts: at most one entry for each granule of a window, oldest first, as pairs of doubles (when, how much)
 * in one string. The same rules as in `src/limits` (`room.ts`, `counters.ts`), in the other language. Needs `now`.
 */
export const chains = `
local chains, changed = {}, {}
local function granule(b, at) return math.floor((at - b.origin) / b.granule) end
local function periodStart(b) return math.floor((now - b.origin) / b.window) * b.window + b.origin end
local function chainOf(b)
  local chain = chains[b.name]
  if chain then return chain end
  chain = { b = b }
  local kept = call('GET', b.name)
  if kept then
    local all = { struct.unpack('<' .. string.rep('d', #kept / 8), kept) }
    for i = 1, #all - 1, 2 do
      if all[i] + b.window > now then
        chain[#chain + 1] = all[i]
        chain[#chain + 1] = all[i + 1]
      end
    end
  end
  chains[b.name] = chain
  return chain
end
local function usedSince(chain, from)
  local used = 0
  for i = 1, #chain, 2 do
    if chain[i] >= from then used = math.min(used + chain[i + 1], most) end
  end
  return used
end
local function usedOf(b, calendar)
  local chain = chainOf(b)
  if calendar then
    chain.period = chain.period or usedSince(chain, periodStart(b))
    return chain.period
  end
  chain.used = chain.used or usedSince(chain, now - b.window + 1)
  return chain.used
end
local function touch(b, chain)
  chain.used, chain.period = nil, nil
  changed[b.name] = chain
end
-- The place of the first entry whose granule is not before that of a time.
local function placeOf(b, chain, at)
  local i = #chain - 1
  while i >= 1 and granule(b, chain[i]) >= granule(b, at) do i = i - 2 end
  return i + 2
end
local function member(b, latest)
  local ttl = whole(latest + b.window - raw + 60000)
  call('ZREMRANGEBYSCORE', b.family, '-inf', whole(now - b.window))
  call('ZADD', b.family, whole(latest), b.key)
  call('PEXPIRE', b.family, ttl, 'NX')
  call('PEXPIRE', b.family, ttl, 'GT')
end
local function keepChanged()
  for name, chain in pairs(changed) do
    if #chain == 0 then call('DEL', name)
    else
      local ttl = chain[#chain - 1] + chain.b.window - raw + 60000
      call('SET', name, struct.pack('<' .. string.rep('d', #chain), unpack(chain)), 'PX', whole(ttl))
    end
  end
end
local place = 0
local function arg()
  place = place + 1
  return ARGV[place]
end
local function number() return tonumber(arg()) end
local function budget()
  local key, family = arg(), arg()
  local b = { key = key, window = number(), granule = number(), origin = number() }
  b.name = P .. 'b:' .. b.window .. ':' .. key
  if family ~= '' then b.family = P .. 'f:' .. b.window .. ':' .. string.sub(family, 2) end
  return b
end
`;
