// The rules about checkers, one page each.

import type { RulePages } from '../../../config/rule-page.js'

export const pages: RulePages = {
  'timeout-over-interval': {
    title: 'A check may take longer than the interval between checks',
    severity: ['hint'],
    why: 'The next check begins only after the one before it has ended. While a server does not answer, each check takes the whole timeout, so it is asked less often just when the answer matters most, and it comes back into service later than `delay_loop` suggests.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      connect_timeout 15
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      connect_timeout 5
    }
  }
}
`,
  },
  'slow-failure-detection': {
    title: 'Many slow tries keep a dead server in service for more than a minute',
    severity: ['hint'],
    why: 'A server fails only when the first try and all retries have failed. With a long timeout, many retries and a long delay between them this adds up to minutes, in which clients are sent to a server that does not answer. Reported when it is more than a minute and more than `delay_loop`.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      connect_timeout 10
      retry 5
      delay_before_retry 10
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      connect_timeout 3
      retry 3
      delay_before_retry 1
    }
  }
}
`,
  },
  'long-warmup': {
    title: 'The first check may come later than any check after it',
    severity: ['hint'],
    why: 'The first check of a server happens at a random time between the start and `warmup`. Until then the server counts as up, or as down with `alpha`, without anybody having asked it. `warmup` is there to spread the checks over one interval; more than that only leaves servers unchecked after each start.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      warmup 120
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      warmup 10
    }
  }
}
`,
  },
  'no-retry': {
    title: 'Checks follow each other within a second and have no second try',
    severity: ['hint'],
    why: 'One lost packet makes such a check fail: the server is taken out of service and comes back with the next check, a moment later. Connections break, scripts run and mail is sent for nothing. One retry is enough to tell a lost packet from a dead server.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      delay_loop 0.5
      connect_timeout 0.2
      retry 0
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      delay_loop 0.5
      connect_timeout 0.2
      retry 1
    }
  }
}
`,
  },
  'port-protocol-mismatch': {
    title: 'HTTP is asked on the port of HTTPS, or the other way round',
    severity: ['hint'],
    why: 'A server that speaks TLS answers a plain request with an error or not at all, and a plain server cannot make anything of TLS. Such a check fails for ever and the server never comes into service. If the port really is used that way, the hint can be ignored.',
    wrong: `virtual_server 192.0.2.1 443 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 443 {
    HTTP_GET {
      url {
        path /
      }
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 443 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 443 {
    SSL_GET {
      url {
        path /
      }
    }
  }
}
`,
  },
  'path-without-slash': {
    title: 'The path of a url does not begin with a slash',
    severity: ['warning'],
    why: 'The path is put into the request line as it stands. Servers answer a request for something that is neither a path nor a whole url with `400 Bad Request`, so the check fails although the page is there.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    HTTP_GET {
      url {
        path health
      }
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    HTTP_GET {
      url {
        path /health
      }
    }
  }
}
`,
  },
  'relative-script-path': {
    title: 'A check names its program by a relative path',
    severity: ['warning'],
    why: 'The path is taken from the directory the daemon happens to work in, which is not that of the configuration file, and another one when it is started by hand. A program that is not found is not run, its check is dropped, and the server then counts as up all the time.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    MISC_CHECK {
      misc_path "scripts/check.sh 10.0.0.1"
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    MISC_CHECK {
      misc_path "/usr/local/libexec/check.sh 10.0.0.1"
    }
  }
}
`,
  },
  'duplicate-checker': {
    title: 'A real server has the same check twice',
    severity: ['warning', 'error'],
    why: 'Both checks ask the same thing, twice as often as intended; mostly one of them was meant to have another port, path or name, and what it was meant to check is not checked. A BFD session can be followed once only: the second BFD_CHECK is dropped, which is an error.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      connect_port 8080
    }
    TCP_CHECK {
      connect_port 8080
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    TCP_CHECK {
      connect_port 8080
    }
    TCP_CHECK {
      connect_port 8081
    }
  }
}
`,
  },
  'dynamic-weights-add-up': {
    title: 'Several checks set the weight of one server',
    severity: ['hint'],
    why: 'With `misc_dynamic` a program asks for a weight by its exit status. What is stored is the difference to the configured weight, and the differences of several checks are added up. Two programs that both ask for half of the weight leave a weight of 0, and the server gets no new connections.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    weight 10
    MISC_CHECK {
      misc_path /usr/local/libexec/load
      misc_dynamic
    }
    MISC_CHECK {
      misc_path /usr/local/libexec/disk
      misc_dynamic
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    weight 10
    MISC_CHECK {
      misc_path /usr/local/libexec/load
      misc_dynamic
    }
    MISC_CHECK {
      misc_path /usr/local/libexec/disk
    }
  }
}
`,
  },
  'invalid-regex': {
    title: 'A pattern is no regular expression',
    severity: ['warning'],
    why: 'The pattern cannot be compiled, so there is nothing the body could be compared with. It is read like the command line of a script: quotes are taken off and a backslash protects the character after it, so `\\\\.` in the file is `\\.` in the pattern. keepalived only logs this, and only when it starts; its configuration test says nothing. Parentheses, brackets and quantifiers are looked at here, nothing more.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    HTTP_GET {
      url {
        path /
        regex "status: (up|ready"
      }
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    HTTP_GET {
      url {
        path /
        regex "status: (up|ready)"
      }
    }
  }
}
`,
  },
  'no-url': {
    title: 'A web check has no url',
    severity: ['error'],
    why: 'Without a url there is nothing to ask for. The whole check is dropped, and a server without another check counts as up all the time.',
    wrong: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    HTTP_GET {
      connect_timeout 3
    }
  }
}
`,
    right: `virtual_server 192.0.2.1 80 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    HTTP_GET {
      connect_timeout 3
      url {
        path /
      }
    }
  }
}
`,
  },
  'unused-ssl-block': {
    title: 'An SSL block that no check uses',
    severity: ['hint'],
    why: 'The block says what SSL_GET shows of itself to servers. It has nothing to do with what clients and servers say to each other: the director forwards packets and never sees inside TLS. Without an SSL_GET it has no effect.',
    wrong: `SSL {
  certificate /etc/keepalived/check.pem
  key /etc/keepalived/check.key
}

virtual_server 192.0.2.1 443 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 443 {
    TCP_CHECK {
    }
  }
}
`,
    right: `SSL {
  certificate /etc/keepalived/check.pem
  key /etc/keepalived/check.key
}

virtual_server 192.0.2.1 443 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 443 {
    SSL_GET {
      url {
        path /
      }
    }
  }
}
`,
  },
  'certificate-not-verified': {
    title: '`ca` does not make checks verify certificates',
    severity: ['hint'],
    why: 'SSL_GET passes whatever certificate a server shows: an expired one, one of another name, one signed by nobody. `ca` is read and changes nothing in that. A server whose certificate has expired stays in service while every client refuses it, so watch certificates by other means.',
    wrong: `SSL {
  ca /etc/keepalived/ca.pem
}

virtual_server 192.0.2.1 443 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 443 {
    SSL_GET {
      url {
        path /
      }
    }
  }
}
`,
    right: `SSL {
  certificate /etc/keepalived/check.pem
  key /etc/keepalived/check.key
}

virtual_server 192.0.2.1 443 {
  delay_loop 10
  lb_algo wlc
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.1 443 {
    SSL_GET {
      url {
        path /
      }
    }
  }
}
`,
  },
}
