module.exports = require('./unused.js');
