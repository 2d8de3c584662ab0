-- Sends a message to one of the chats FIRST to LAST, drawn at random each time, under a new
-- client_msg_id; it is answered when it is on disk:
--
--   wrk -s scripts/wrk/send.lua --latency https://localhost:4200 -- TOKEN FIRST LAST CONTENT

function init(args)
   wrk.method = "POST"
   wrk.headers["Content-Type"] = "application/json"
   wrk.headers["Authorization"] = "Bearer " .. args[1]
   first, last, content = tonumber(args[2]), tonumber(args[3]), args[4]
   math.randomseed(os.time())
   run = string.format("%08x-%04x-4%03x", os.time(), math.random(0, 0xffff), math.random(0, 0xfff))
   count = 0
end

function request()
   count = count + 1
   local id = string.format("%s-8000-%012x", run, count)
   local path = "/v2/chats/" .. math.random(first, last) .. "/messages"
   return wrk.format(nil, path, nil, '{"client_msg_id":"' .. id .. '","content":"' .. content .. '"}')
end
